// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.LoopbackTls;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that take another way than ask and read. */
@ExtendWith(AgentExtension.class)
class EndOfRequestTest {
  @Test
  void aConnectionGivenUpBeforeItsResponseEndsItsSpan() throws Exception {
    try (HttpTarget target = new HttpTarget()) {
      HttpURLConnection connection = open(target.uri("/status/200"));
      connection.connect();
      Recorded.awaitSpans(0);

      connection.disconnect();

      assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code")).isNull();
    }
  }

  @Test
  void aConnectionDroppedAfterItsResponseIsOneSpan() throws Exception {
    try (HttpTarget target = new HttpTarget()) {
      HttpURLConnection connection = open(target.uri("/status/204"));
      assertThat(connection.getHeaderField(0)).isEqualTo("HTTP/1.1 204 No Content");

      connection.disconnect();

      assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code"))
          .isEqualTo(204L);
    }
  }

  @Test
  void aResponseThatDoesNotComeInTimeIsAnErrorAndIsNotAwaitedTwice() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      HttpURLConnection connection =
          open(URI.create("http://localhost:" + silent.getLocalPort() + "/"));
      connection.setReadTimeout(100);

      assertThatThrownBy(connection::getInputStream).isInstanceOf(SocketTimeoutException.class);

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(span.attribute("error.type")).isEqualTo("java.net.SocketTimeoutException");
    }
  }

  @Test
  void aRequestOverTlsIsOneSpanAndCarriesItsTrace() throws Exception {
    LoopbackTls tls = LoopbackTls.create();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestHeaders().getFirst("traceparent").getBytes();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/safe");
      HttpsURLConnection connection = (HttpsURLConnection) open(uri);
      connection.setSSLSocketFactory(tls.context().getSocketFactory());
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write("secret".getBytes());
      }

      String seen = new String(connection.getInputStream().readAllBytes());

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(seen).isEqualTo("00-" + span.traceId() + "-" + span.spanId() + "-01");
      assertThat(span.name()).isEqualTo("POST");
      assertThat(span.attribute("url.full")).isEqualTo(uri.toString());
      assertThat(span.attribute("server.port")).isEqualTo((long) uri.getPort());
    } finally {
      server.stop(0);
    }
  }

  private static HttpURLConnection open(URI uri) throws Exception {
    URL url = uri.toURL();
    return (HttpURLConnection) url.openConnection();
  }
}
