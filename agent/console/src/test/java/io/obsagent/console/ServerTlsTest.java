// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.exporter.testkit.TestCertificate;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {
  @TempDir static Path directory;
  private static TestCertificate first;
  private static TestCertificate second;

  @BeforeAll
  static void certificates() throws Exception {
    first = TestCertificate.create(directory, "first", "ip:127.0.0.1,dns:localhost");
    second = TestCertificate.create(directory, "second", "ip:127.0.0.1,dns:localhost");
  }

  @Test
  void thePortSpeaksHttpsByFilesOfPem() throws Exception {
    try (ConsoleServer server = start(pem(first))) {
      HttpResponse<String> answer = get(server, first);
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(login(server, first)).endsWith("; Secure");
    }
  }

  @Test
  void orByAFileOfPkcs12() throws Exception {
    TlsFiles files = new TlsFiles("", "", directory.resolve("first.p12").toString(), "changeit");
    try (ConsoleServer server = start(files)) {
      assertThat(get(server, first).body()).isEqualTo("hello");
    }
  }

  @Test
  void whoSpeaksPlainHttpGetsNoAnswer() throws Exception {
    try (ConsoleServer server = start(pem(first));
        Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      byte[] answer = socket.getInputStream().readNBytes(1000);
      assertThat(new String(answer, StandardCharsets.UTF_8)).doesNotContain("hello", "HTTP/1");
      assertThat(get(server, first).body()).isEqualTo("hello");
    }
  }

  @Test
  void aRenewedCertificateCountsAndABrokenOneDoesNot() throws Exception {
    Path certificate = Files.copy(first.certificate(), directory.resolve("live.crt"));
    Path key = Files.copy(first.key(), directory.resolve("live.key"));
    AtomicLong now = new AtomicLong();
    ServerTls tls =
        new ServerTls(new TlsFiles(certificate.toString(), key.toString(), "", ""), now::get);
    assertThat(subject(tls)).isEqualTo("CN=first");

    Files.writeString(key, "nothing");
    now.addAndGet(2_000_000_000L);
    assertThat(subject(tls)).as("of before").isEqualTo("CN=first");

    Files.copy(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(key, FileTime.fromMillis(1_000));
    assertThat(subject(tls)).as("within a second").isEqualTo("CN=first");
    now.addAndGet(2_000_000_000L);
    assertThat(subject(tls)).isEqualTo("CN=second");
  }

  private static String subject(ServerTls tls) {
    String alias = tls.chooseEngineServerAlias("RSA", null, null);
    return tls.getCertificateChain(alias)[0].getSubjectX500Principal().getName();
  }

  @Test
  void whatCannotBeUsedNamesTheFile() {
    Path none = directory.resolve("none.crt");
    for (TlsFiles files :
        new TlsFiles[] {
          new TlsFiles(none.toString(), first.key().toString(), "", ""),
          new TlsFiles(first.key().toString(), first.key().toString(), "", ""),
          new TlsFiles(first.certificate().toString(), first.certificate().toString(), "", ""),
          new TlsFiles("", "", directory.resolve("first.p12").toString(), "wrong"),
          new TlsFiles("", "", first.key().toString(), "changeit"),
        }) {
      assertThatThrownBy(() -> new ServerTls(files, System::nanoTime))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(directory.toString());
      assertThat(ConsoleServer.start(settings(files), ServerTlsTest::thread, new Router()))
          .as("never without TLS")
          .isNull();
    }
  }

  @Test
  void halfOfItSaysWhatIsMissing() {
    assertThat(new TlsFiles("a.crt", "", "", "").problem()).contains("server.tls.key");
    assertThat(new TlsFiles("", "a.key", "", "").problem()).contains("server.tls.certificate");
    assertThat(new TlsFiles("a.crt", "a.key", "a.p12", "").problem()).contains("not both");
    assertThat(new TlsFiles("a.crt", "a.key", "", "").problem()).isEmpty();
    assertThat(new TlsFiles("", "", "a.p12", "secret").toString()).doesNotContain("secret");
  }

  private static TlsFiles pem(TestCertificate certificate) {
    return new TlsFiles(certificate.certificate().toString(), certificate.key().toString(), "", "");
  }

  private static ServerSettings settings(TlsFiles files) {
    return ServerSettings.of("127.0.0.1", 0, new Tokens("", "", "a-token"), files, "");
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "agent-of-test");
    thread.setDaemon(true);
    return thread;
  }

  private static ConsoleServer start(TlsFiles files) {
    Router router = new Router();
    router.add("GET", "/hello", Access.PUBLIC, request -> Response.text(200, "hello"));
    ConsoleServer server = ConsoleServer.start(settings(files), ServerTlsTest::thread, router);
    assertThat(server).isNotNull();
    return server;
  }

  private static HttpClient trusting(TestCertificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "server", certificate.store().getCertificate(certificate.store().aliases().nextElement()));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpResponse<String> get(ConsoleServer server, TestCertificate certificate)
      throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + server.port() + "/hello");
    return trusting(certificate)
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String login(ConsoleServer server, TestCertificate certificate) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("token=a-token"))
            .build();
    return trusting(certificate)
        .send(request, HttpResponse.BodyHandlers.ofString())
        .headers()
        .firstValue("set-cookie")
        .orElseThrow();
  }
}
