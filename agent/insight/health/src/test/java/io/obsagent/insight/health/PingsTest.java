// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.obsagent.exporter.testkit.TestCertificate;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthComponent.Weight;
import io.obsagent.spi.telemetry.CalledServer;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether providers and servers of MCP are there; here each is a server on this machine. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PingsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Set<String>> headers = new CopyOnWriteArrayList<>();

  private HttpHandler answering(int status) {
    return exchange -> {
      asked.add(exchange.getRequestMethod() + ' ' + exchange.getRequestURI());
      headers.add(exchange.getRequestHeaders().keySet());
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    };
  }

  private String ask(HttpServer server, String scheme, int status) throws IOException {
    server.createContext("/", answering(status));
    server.start();
    try {
      String url = scheme + "://127.0.0.1:" + server.getAddress().getPort();
      return Probe.answer(url + "/v1?key=s3cret").ask(null, TIMEOUT);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 401, 404, 429, 503})
  void anyAnswerIsOneOfSomebodyWhoIsThere(int status) throws Exception {
    assertThat(ask(HttpServer.create(ANY, 0), "http", status)).isEmpty();
    assertThat(asked).containsExactly("GET /");
    assertThat(headers.get(0))
        .as("no key")
        .containsExactlyInAnyOrder("Host", "Accept", "User-agent", "Connection", "Content-length");
  }

  @Test
  void nobodyHasToBelieveTheCertificate(@TempDir Path directory) throws Exception {
    HttpsServer server = HttpsServer.create(ANY, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(
            TestCertificate.create(directory, "own", "dns:elsewhere").serverContext()));
    assertThat(ask(server, "https", 401)).isEmpty();
    assertThat(asked).containsExactly("GET /");
  }

  @Test
  void whoRefusesConnectionsIsNotThere() throws Exception {
    try (Socket closed = new Socket()) {
      closed.bind(ANY);
      assertThatThrownBy(
              () -> Probe.answer("http://127.0.0.1:" + closed.getLocalPort()).ask(null, TIMEOUT))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void whoDoesNotAnswerInTimeIsNotThere() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Probe probe = Probe.answer("http://127.0.0.1:" + silent.getLocalPort());
      assertThatThrownBy(() -> probe.ask(null, Duration.ofMillis(20)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void whatIsNoHttpIsNobody() throws Exception {
    try (ServerSocket mail = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread greeting =
          new Thread(
              () -> {
                try (Socket socket = mail.accept()) {
                  socket
                      .getOutputStream()
                      .write("220 mail\r\n".getBytes(StandardCharsets.US_ASCII));
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // The caller sees a connection that ends.
                }
              });
      greeting.start();
      Probe probe = Probe.answer("http://127.0.0.1:" + mail.getLocalPort());
      assertThatThrownBy(() -> probe.ask(null, TIMEOUT)).hasMessage("the answer is not HTTP/1.1");
      greeting.join();
    }
  }

  /** Those of other tests are forgotten. */
  private static void awaitNone() {
    while (!CalledServer.urls().isEmpty()) {
      System.gc();
    }
  }

  @Test
  void thereIsACheckAsLongAsThereIsAClient() {
    Pings pings = new Pings();
    awaitNone();
    assertThat(pings.look()).isFalse();
    List<CalledServer> called =
        List.of(
            CalledServer.at(true, "api.example.com", 443),
            CalledServer.at(false, "llm.example.com", 80),
            CalledServer.at(true, "llm.example.com", 80),
            CalledServer.at(false, "[::1]", 11434),
            CalledServer.at(false, "no host", 443));
    assertThat(pings.look()).isTrue();
    assertThat(pings.checks())
        .extracting(Check::name)
        .containsExactly(
            "ping api.example.com",
            "ping llm.example.com",
            "ping llm.example.com:80",
            "ping [::1]:11434",
            "ping no host:443");
    assertThat(pings.checks()).allMatch(check -> check.weight() == Weight.NORMAL);
    List<Check> before = pings.checks();
    assertThat(pings.look()).isFalse();
    assertThat(pings.checks()).isEqualTo(before);
    Reference.reachabilityFence(called);

    called = null;
    while (!pings.checks().isEmpty()) {
      System.gc();
      pings.look();
    }
  }

  /** As somebody says by the option; nothing is asked, for there is nothing to evaluate with. */
  private record Given(boolean ping) implements Config {
    @Override
    public <T> T get(Option<T> option) {
      String text = option.equals(HealthFeature.PING) ? "" + ping : option.defaultText();
      return option.parser().apply(text);
    }

    @Override
    public <T> void onChange(Option<T> option, Consumer<T> listener) {}
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobodyIsAskedUnlessTheOptionSaysSo(boolean ping) {
    awaitNone();
    CalledServer called = CalledServer.at(false, "127.0.0.1", 9);
    HealthFeature feature = new HealthFeature();
    feature.check(new Given(ping));
    try {
      feature.cycle(0);
      assertThat(Health.components())
          .extracting(HealthComponent::name)
          .filteredOn(name -> name.startsWith("ping "))
          .isEqualTo(ping ? List.of("ping 127.0.0.1:9") : List.of());
    } finally {
      feature.close();
    }
    Reference.reachabilityFence(called);
  }
}
