// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class JdkHttpServerTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void aRequestIsAServerSpanNamedAfterItsContext() throws Exception {
    server.createContext("/items", exchange -> answer(exchange, 200));

    HttpResponse<String> response = get("/items/12?page=2");

    assertThat(response.body()).isEqualTo("answer");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /items");
    assertThat(span.kind()).isEqualTo("SERVER");
    Map<String, Object> attributes = new TreeMap<>(span.attributes());
    assertThat(response.headers().firstValue("X-Correlation-ID"))
        .contains((String) attributes.remove("correlation.id"));
    assertThat(attributes)
        .containsOnly(
            Map.entry("http.request.method", "GET"),
            Map.entry("url.scheme", "http"),
            Map.entry("url.path", "/items/12"),
            Map.entry("url.query", "page=2"),
            Map.entry("http.route", "/items"),
            Map.entry("http.response.status_code", 200L),
            Map.entry("network.protocol.version", "1.1"),
            Map.entry("client.address", "127.0.0.1"));
  }

  @Test
  void theTraceOfTheCallerGoesOn() throws Exception {
    server.createContext("/", exchange -> answer(exchange, 200));

    client.send(
        HttpRequest.newBuilder(uri("/"))
            .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
            .header("X-Correlation-ID", "order-4711")
            .build(),
        HttpResponse.BodyHandlers.ofString());

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.attribute("correlation.id")).isEqualTo("order-4711");
  }

  @Test
  void anAnswerFromAnotherThreadEndsTheSpan() throws Exception {
    server.createContext(
        "/later", exchange -> new Thread(() -> answerUnchecked(exchange, 503)).start());

    assertThat(get("/later").statusCode()).isEqualTo(503);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("http.response.status_code")).isEqualTo(503L);
    assertThat(span.status()).isEqualTo("ERROR");
  }

  @Test
  void whatAHandlerThrowsIsAnErrorOfTheSpan() throws Exception {
    HttpHandler broken =
        exchange -> {
          throw new IllegalStateException("broken");
        };
    server.createContext("/broken", broken);

    assertThat(client.sendAsync(request("/broken"), HttpResponse.BodyHandlers.ofString()))
        .failsWithin(java.time.Duration.ofSeconds(10));

    // The client may try again, as nothing came back.
    Recorded.await(() -> !Recorded.spans().isEmpty(), () -> "no span");
    RecordedSpan span = Recorded.spans().get(0);
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.status()).isEqualTo("ERROR");
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    byte[] body = "answer".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void answerUnchecked(HttpExchange exchange, int status) {
    try {
      answer(exchange, status);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(uri(path)).build();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path), HttpResponse.BodyHandlers.ofString());
  }
}
