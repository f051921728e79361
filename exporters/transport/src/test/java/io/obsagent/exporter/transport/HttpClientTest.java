// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.exporter.testkit.TestCertificate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir static Path directory;
  private static TestCertificate server;
  private static TestCertificate agent;
  private static TestCertificate gate;

  @BeforeAll
  static void makeCertificates() throws Exception {
    server = TestCertificate.create(directory, "server", "dns:hooks.example");
    agent = TestCertificate.create(directory, "agent", "dns:agent");
    gate = TestCertificate.create(directory, "gate", "dns:localhost");
  }

  private static HttpResponse post(HttpSettings settings, String url) throws IOException {
    ByteBuffer body = ByteBuffer.wrap("{}".getBytes(UTF_8));
    return new HttpClient(settings)
        .send(new HttpRequest("POST", Endpoint.ofUrl(url), Map.of("X-Own", "1"), body));
  }

  private static HttpSettings settings(
      TlsSettings tls, ProxySettings proxy, Map<String, HeaderValue> headers) {
    return new HttpSettings(tls, proxy, headers, TIMEOUT, TIMEOUT);
  }

  @Test
  void aRequestToHttpNamesItsWholeUrlToTheProxy() throws Exception {
    try (ReceivingServer proxy = ReceivingServer.start()) {
      ProxySettings by =
          ProxySettings.of("proxy_url", "http://u:p%40@127.0.0.1:" + proxy.port(), "", Map.of());
      post(settings(TlsSettings.DEFAULT, by, Map.of()), "http://hooks.example/a?b=c");

      ReceivingServer.Request request = proxy.take();
      assertThat(request.path()).isEqualTo("http://hooks.example/a?b=c");
      assertThat(request.headers())
          .containsEntry("Host", "hooks.example")
          .containsEntry("X-Own", "1")
          .containsEntry("Proxy-Authorization", HeaderValue.basic("u", () -> "p@").read());
    }
  }

  @Test
  void aRequestToHttpsGoesThroughTheProxyAndTheServerSeesNothingOfIt() throws Exception {
    TlsSettings tls =
        new TlsSettings(
            server.certificate().toString(),
            agent.certificate().toString(),
            agent.key().toString());
    try (ReceivingServer back = ReceivingServer.startMutualTls(server.serverContext(agent));
        ConnectProxy proxy = new ConnectProxy(back.port(), "HTTP/1.1 200 OK\r\n\r\n")) {
      ProxySettings by =
          ProxySettings.of(
              "proxy_url",
              "http://u:p@127.0.0.1:" + proxy.port(),
              "",
              Map.of("X-Team", () -> "shop"));
      HttpResponse response =
          post(settings(tls, by, Map.of()), "https://hooks.example:" + back.port() + "/a");

      assertThat(response.status()).isEqualTo(200);
      assertThat(proxy.heads.get(0))
          .startsWith("CONNECT hooks.example:" + back.port() + " HTTP/1.1\r\n")
          .contains("Proxy-Authorization: Basic dTpw\r\n", "X-Team: shop\r\n");
      assertThat(back.take().headers()).doesNotContainKeys("Proxy-Authorization", "X-Team");
    }
  }

  @Test
  void aProxyMayBeSpokenToByTlsItself() throws Exception {
    TlsSettings tls =
        new TlsSettings(
            Files.readString(server.certificate()) + Files.readString(gate.certificate()), "", "");
    try (ReceivingServer back = ReceivingServer.startTls(server.serverContext());
        ConnectProxy proxy =
            new ConnectProxy(
                back.port(),
                "HTTP/1.1 200 OK\r\n\r\n",
                gate.serverContext().getServerSocketFactory())) {
      ProxySettings by =
          ProxySettings.of("proxy_url", "https://u:p@localhost:" + proxy.port(), "", Map.of());
      String url = "https://hooks.example:" + back.port() + "/a";
      HttpRequest request =
          new HttpRequest(
              "POST", Endpoint.ofUrl(url), Map.of(), ByteBuffer.wrap(new byte[100_000]));
      assertThat(new HttpClient(settings(tls, by, Map.of())).send(request).status()).isEqualTo(200);

      assertThat(proxy.heads.get(0))
          .startsWith("CONNECT hooks.example:" + back.port() + " HTTP/1.1\r\n")
          .contains("Proxy-Authorization: Basic dTpw\r\n");
      assertThat(back.take().body()).hasSize(100_000);
    }
  }

  @Test
  void aRequestToHttpNamesItsWholeUrlToAProxyByTls() throws Exception {
    TlsSettings tls = new TlsSettings(gate.certificate().toString(), "", "");
    try (ReceivingServer proxy = ReceivingServer.startTls(gate.serverContext())) {
      ProxySettings by =
          ProxySettings.of("proxy_url", "https://localhost:" + proxy.port(), "", Map.of());
      assertThat(post(settings(tls, by, Map.of()), "http://hooks.example/a?b=c").status())
          .isEqualTo(200);
      assertThat(proxy.take().headers()).containsEntry("Host", "hooks.example");
    }
  }

  @Test
  void aProxyThatRefusesIsTold() throws Exception {
    try (ReceivingServer back = ReceivingServer.start();
        ConnectProxy proxy = new ConnectProxy(back.port(), "HTTP/1.1 407 No\r\n\r\n")) {
      ProxySettings by =
          ProxySettings.of("proxy_url", "http://u:s3cret@127.0.0.1:" + proxy.port(), "", Map.of());
      assertThatThrownBy(
              () -> post(settings(TlsSettings.DEFAULT, by, Map.of()), "https://hooks.example/"))
          .hasMessage("the proxy answered 407 to CONNECT");
    }
  }

  @Test
  void aServerByAnotherNameIsTakenWhereThatIsSaid() throws Exception {
    try (ReceivingServer back = ReceivingServer.startTls(server.serverContext())) {
      String url = "https://localhost:" + back.port() + "/";
      String ca = server.certificate().toString();
      List<String> all = TlsSettings.protocols("", "");
      TlsSettings named = new TlsSettings(ca, "", "", "hooks.example", false, all);
      TlsSettings anybody = new TlsSettings("", "", "", "", true, all);
      for (TlsSettings tls : List.of(named, anybody)) {
        assertThat(post(settings(tls, ProxySettings.DIRECT, Map.of()), url).status())
            .isEqualTo(200);
      }
      TlsSettings strict = new TlsSettings(ca, "", "");
      assertThatThrownBy(() -> post(settings(strict, ProxySettings.DIRECT, Map.of()), url))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("localhost");
    }
  }

  @Test
  void aTokenIsKeptUntilItIsRefused() throws Exception {
    try (ReceivingServer tokens = ReceivingServer.start();
        ReceivingServer back = ReceivingServer.start()) {
      tokens.answerWith("{\"access_token\":\"t1\",\"expires_in\":3600}".getBytes(UTF_8));
      HttpSettings settings =
          settings(
              TlsSettings.DEFAULT, ProxySettings.DIRECT, Map.of("Authorization", token(tokens)));
      String url = "http://127.0.0.1:" + back.port() + "/";
      post(settings, url);
      post(settings, url);
      back.answer(401);
      post(settings, url);
      tokens.answerWith("{\"access_token\":\"t2\"}".getBytes(UTF_8));
      post(settings, url);

      for (String token : List.of("t1", "t1", "t1", "t2")) {
        assertThat(back.take().headers()).containsEntry("Authorization", "Bearer " + token);
      }
      ReceivingServer.Request asked = tokens.take();
      assertThat(new String(asked.body(), UTF_8))
          .isEqualTo("grant_type=client_credentials&scope=a+b&audience=x%2Fy");
      assertThat(asked.headers())
          .containsEntry("Authorization", HeaderValue.basic("id", () -> "s%2Fx").read())
          .containsEntry("Content-Type", "application/x-www-form-urlencoded");
      assertThat(tokens.waiting()).isEqualTo(1);
    }
  }

  @Test
  void aTokenThatExpiresAtOnceIsFetchedEachTime() throws Exception {
    try (ReceivingServer tokens = ReceivingServer.start()) {
      tokens.answerWith("{\"expires_in\":5,\"access_token\":\"t\"}".getBytes(UTF_8));
      OAuth2Token token = token(tokens);
      token.read();
      token.read();
      assertThat(tokens.waiting()).isEqualTo(2);
    }
  }

  @Test
  void aServerThatWantsTheSecretInTheFormGetsItThere() throws Exception {
    try (ReceivingServer tokens = ReceivingServer.start()) {
      tokens.answerOnce(401, "X", "y");
      tokens.answerWith("{\"access_token\":\"t\"}".getBytes(UTF_8));
      assertThat(token(tokens).read()).isEqualTo("Bearer t");
      tokens.take();
      assertThat(new String(tokens.take().body(), UTF_8))
          .endsWith("&client_id=id&client_secret=s%2Fx");
      tokens.answer(500);
      assertThatThrownBy(() -> token(tokens).read())
          .hasMessage("oauth2: the token_url answered 500");
    }
  }

  private static OAuth2Token token(ReceivingServer tokens) {
    Endpoint url = Endpoint.ofUrl("http://127.0.0.1:" + tokens.port() + "/token");
    return new OAuth2Token(
        new OAuth2Token.Request(
            url, "id", () -> "s/x", List.of("a", "b"), Map.of("audience", "x/y")),
        HttpSettings.direct(TIMEOUT));
  }

  @Test
  void onlyTheBeginningOfAnAnswerIsKeptAndAHeaderCannotBreakItsLine() throws Exception {
    try (ReceivingServer back = ReceivingServer.start()) {
      back.answerWith(new byte[200_000]);
      String url = "http://127.0.0.1:" + back.port();
      assertThat(post(HttpSettings.direct(TIMEOUT), url).body()).hasSize(HttpClient.KEPT_BODY);
      Map<String, HeaderValue> broken = Map.of("X-A", () -> "a\r\nX-B: b");
      assertThatThrownBy(
              () -> post(settings(TlsSettings.DEFAULT, ProxySettings.DIRECT, broken), url))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(back.waiting()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.example|true",
        "http://shop.example|false",
        "http://x.shop.example|false",
        "http://workshop.example|true",
        "http://dotted.example|true",
        "http://x.dotted.example|false",
        "http://10.1.2.3|false",
        "http://11.1.2.3|true",
        "http://ported.example:81|false",
        "http://ported.example|true",
        "http://[fd00::1]|false",
        "http://localhost|false",
        "http://127.0.0.9|false",
      })
  void exceptionsAreReachedDirectly(String url, boolean byProxy) {
    ProxySettings settings =
        ProxySettings.fromEnvironment(
            Map.of(
                "http_proxy",
                "proxy:3128",
                "NO_PROXY",
                "shop.example, .dotted.example,10.0.0.0/8,ported.example:81,fd00::/8"),
            Map.of());
    assertThat(settings.proxyFor(Endpoint.ofUrl(url)) != null).isEqualTo(byProxy);
  }

  @Test
  void whatIsWrongIsToldWithoutItsSecrets() {
    assertThatThrownBy(() -> ProxySettings.of("proxy_url", "socks5://u:s3cret@p:1", "", Map.of()))
        .hasMessage("proxy_url: a proxy is given like http://proxy:3128");
    assertThatThrownBy(() -> Endpoint.ofUrl("ftp://u:s3cret@p/"))
        .hasMessage("not a URL of http or https");
    assertThat(ProxySettings.of("k", "http://u:s3cret@p:1", "", Map.of()).toString())
        .doesNotContain("s3cret", "dTpz");
    assertThatThrownBy(() -> TlsSettings.protocols("TLS13", "TLS12"))
        .hasMessage("min_version is above max_version");
  }
}
