// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.LoopbackTls;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class Http2Test {
  private static final Tomcat TOMCAT = new Tomcat();
  private static final CountDownLatch ASKED = new CountDownLatch(1);
  private static final CountDownLatch RELEASE = new CountDownLatch(1);

  private static Connector secure;
  private static HttpClient client;

  /** Answers with the trace context that it got; {@code /slow} when the test says so. */
  private static final class TraceServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getRequestURI().equals("/slow")) {
        ASKED.countDown();
        try {
          RELEASE.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      response.getWriter().write(request.getHeader("traceparent"));
    }
  }

  @BeforeAll
  static void startServer() throws Exception {
    LogManager.getLogManager().reset(); // Tomcat reports what the tests provoke
    LoopbackTls tls = LoopbackTls.create();
    String base = Files.createTempDirectory("obs-http2").toString();
    TOMCAT.setBaseDir(base);
    TOMCAT.setPort(0);
    TOMCAT.getConnector().addUpgradeProtocol(new Http2Protocol());
    secure = secureConnector(tls);
    TOMCAT.getService().addConnector(secure);
    Context context = TOMCAT.addContext("", base);
    Tomcat.addServlet(context, "trace", new TraceServlet());
    context.addServletMappingDecoded("/", "trace");
    TOMCAT.start();
    client = HttpClient.newBuilder().sslContext(tls.context()).build();
  }

  private static Connector secureConnector(LoopbackTls tls) {
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setSecure(true);
    connector.setScheme("https");
    connector.setProperty("SSLEnabled", "true");
    SSLHostConfig host = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
    certificate.setCertificateKeystoreFile(tls.keyStore().toString());
    certificate.setCertificateKeystorePassword(LoopbackTls.PASSWORD);
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
    connector.addUpgradeProtocol(new Http2Protocol());
    return connector;
  }

  @AfterAll
  static void stopServer() throws Exception {
    RELEASE.countDown();
    TOMCAT.stop();
    TOMCAT.destroy();
  }

  @Test
  void aRequestOverHttp2IsOneSpanAndCarriesItsTrace() throws Exception {
    assertTraced(client.send(request(https("/")), HttpResponse.BodyHandlers.ofString()));
  }

  @Test
  void aRequestThatUpgradesToHttp2IsOneSpanAndCarriesItsTrace() throws Exception {
    URI uri = URI.create("http://localhost:" + TOMCAT.getConnector().getLocalPort() + "/");

    assertTraced(client.send(request(uri), HttpResponse.BodyHandlers.ofString()));
  }

  @Test
  void requestsThatShareAConnectionAreSpansOfTheirOwn() {
    List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      responses.add(client.sendAsync(request(https("/")), HttpResponse.BodyHandlers.ofString()));
    }
    List<String> sent = responses.stream().map(each -> each.join().body()).toList();

    assertThat(Recorded.awaitSpans(20).stream().map(Http2Test::traceparent))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void aCancelledStreamEndsItsSpan() throws Exception {
    CompletableFuture<HttpResponse<String>> response =
        client.sendAsync(request(https("/slow")), HttpResponse.BodyHandlers.ofString());
    ASKED.await();

    response.cancel(true);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("error.type"))
        .isEqualTo("java.util.concurrent.CancellationException");
  }

  private static void assertTraced(HttpResponse<String> response) {
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(response.body()).isEqualTo(traceparent(span));
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
  }

  private static String traceparent(RecordedSpan span) {
    return "00-" + span.traceId() + "-" + span.spanId() + "-01";
  }

  private static URI https(String path) {
    return URI.create("https://localhost:" + secure.getLocalPort() + path);
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }
}
