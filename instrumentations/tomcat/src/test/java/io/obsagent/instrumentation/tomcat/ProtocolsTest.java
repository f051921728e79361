// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.LoopbackTls;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletFacade;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The protocols beside HTTP/1.1 in clear text. */
@ExtendWith(AgentExtension.class)
class ProtocolsTest {
  private static ServletServer server;
  private static Connector secure;
  private static Connector ajp;
  private static LoopbackTls tls;
  private static HttpClient client;
  private static final CountDownLatch STARTED = new CountDownLatch(1);
  private static final CountDownLatch CANCELLED = new CountDownLatch(1);

  @BeforeAll
  static void startServer() {
    tls = LoopbackTls.create();
    server =
        new ServletServer("/shop")
            .with("hello", (request, response) -> response.write("hello"), "/hello/*")
            .with("later", ProtocolsTest::later, "/later")
            .with("never", ProtocolsTest::never, "/never");
    server.connector().addUpgradeProtocol(new Http2Protocol());
    secure = server.connector("HTTP/1.1");
    secure.addUpgradeProtocol(new Http2Protocol());
    encrypt(secure);
    ajp = server.connector("AJP/1.3");
    ajp.setProperty("secretRequired", "false");
    server.started();
    client = HttpClient.newBuilder().sslContext(tls.context()).build();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @AfterEach
  void nothingIsBeingServed() {
    Recorded.await(() -> Recorded.metric("active_connections") == 0, () -> "still serving");
  }

  private static void encrypt(Connector connector) {
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    SSLHostConfig host = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
    certificate.setCertificateKeystoreFile(tls.keyStore().toString());
    certificate.setCertificateKeystoreType("PKCS12");
    certificate.setCertificateKeystorePassword(LoopbackTls.PASSWORD);
    host.setProtocols("TLSv1.2"); // the oldest Tomcat does not get 1.3 right
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
  }

  private static void later(ServletFacade request, ServletFacade response) throws Exception {
    ServletFacade async = request.get("startAsync");
    Runnable task =
        () -> {
          try {
            response.write("later");
            async.call("complete");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    async.call("start", task);
  }

  private static boolean isServing(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("org.apache.coyote."));
  }

  private static void never(ServletFacade request, ServletFacade response) throws Exception {
    ServletFacade async = request.get("startAsync");
    response.write("first");
    response.call("flushBuffer");
    Thread servlet = Thread.currentThread();
    Runnable task =
        () -> {
          // Tomcat 9.0.117 may forget a stream that is cancelled while its servlet still returns.
          Recorded.await(() -> !isServing(servlet), () -> "the servlet has not returned");
          STARTED.countDown(); // not before: a request that is cancelled starts no task
          try {
            CANCELLED.await();
            ServletServer.writeToNobody(response);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            async.complete();
          }
        };
    async.call("start", task);
  }

  @Test
  void aRequestOverTlsTellsItsScheme() throws Exception {
    assumeThat(System.getProperty("library.version")).as("9.0.1 hangs up on it").isNotNull();
    String answer;
    try (Socket socket =
        tls.context().getSocketFactory().createSocket("localhost", secure.getLocalPort())) {
      String request = "GET /shop/hello/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes());
      answer = new String(socket.getInputStream().readAllBytes());
    }

    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("hello");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/hello/*");
    assertThat(span.attribute("url.scheme")).isEqualTo("https");
    assertThat(span.attribute("network.protocol.version")).isEqualTo("1.1");
  }

  @Test
  void http2OverTlsIsWatched() throws Exception {
    HttpResponse<String> response = client.send(request(https("/shop/hello/")), body());

    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    RecordedSpan span = theSpanOf(response);
    assertThat(span.name()).isEqualTo("GET /shop/hello/*");
    assertThat(span.attribute("url.scheme")).isEqualTo("https");
    assertThat(span.attribute("url.path")).isEqualTo("/shop/hello/");
    assertThat(span.attribute("network.protocol.version")).isEqualTo("2");
    assertThat(span.attribute("client.address")).isEqualTo("127.0.0.1");
  }

  @Test
  void theRequestThatUpgradesToHttp2IsOneSpan() throws Exception {
    HttpResponse<String> response = client.send(request(http("/shop/hello/")), body());

    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(theSpanOf(response).attribute("network.protocol.version")).isEqualTo("2");
  }

  @Test
  void manyStreamsOfOneConnectionAreTracesOfTheirOwn() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String path = i % 2 == 0 ? "/shop/hello/" : "/shop/later";
      responses.add(client.sendAsync(request(https(path)), body()));
    }
    List<String> ids =
        responses.stream()
            .map(each -> each.join().headers().firstValue("X-Correlation-ID").orElseThrow())
            .toList();

    List<RecordedSpan> spans = Recorded.awaitSpans(50);
    assertThat(spans.stream().map(RecordedSpan::traceId)).doesNotHaveDuplicates();
    assertThat(spans.stream().map(span -> (String) span.attribute("correlation.id")))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(spans.stream().map(RecordedSpan::name).distinct())
        .containsExactlyInAnyOrder("GET /shop/hello/*", "GET /shop/later");
  }

  @Test
  void aStreamThatItsClientCancelsEndsItsSpan() throws Exception {
    CompletableFuture<HttpResponse<String>> response =
        client.sendAsync(request(https("/shop/never")), body());
    STARTED.await();
    response.cancel(true);
    CANCELLED.countDown();

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET /shop/never");
  }

  @Test
  void aRequestOverAjpIsASpan() throws Exception {
    AjpClient.Answer answer;
    try (AjpClient proxy = new AjpClient(ajp.getLocalPort())) {
      answer = proxy.get("/shop/hello/ajp", "order-4711");
    }

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(answer.headers()).containsEntry("X-Correlation-ID", "order-4711");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/hello/*");
    assertThat(span.attribute("url.path")).isEqualTo("/shop/hello/ajp");
    assertThat(span.attribute("correlation.id")).isEqualTo("order-4711");
    assertThat(span.attribute("client.address")).isEqualTo("192.0.2.7");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
  }

  private static RecordedSpan theSpanOf(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(response.headers().allValues("X-Correlation-ID"))
        .containsExactly((String) span.attribute("correlation.id"));
    return span;
  }

  private static URI http(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  private static URI https(String path) {
    return URI.create("https://localhost:" + secure.getLocalPort() + path);
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }

  private static HttpResponse.BodyHandler<String> body() {
    return HttpResponse.BodyHandlers.ofString();
  }
}
