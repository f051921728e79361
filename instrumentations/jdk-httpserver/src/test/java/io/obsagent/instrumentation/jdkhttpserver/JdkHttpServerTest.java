// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.HttpServerKit;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JdkHttpServerTest extends HttpServerKit {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws IOException {
    server = ExchangeCall.start(endpoints, threads);
    server.createContext("/items", exchange -> answer(exchange, 200));
    server.createContext(
        "/elsewhere", exchange -> new Thread(() -> answerUnchecked(exchange, 503)).start());
    server.createContext("/silent", exchange -> {});
    return server.getAddress().getPort();
  }

  @Override
  protected void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** The server drops the connection. */
  @Override
  protected @Nullable Integer statusOfThrown() {
    return null;
  }

  @Test
  void aRequestIsAServerSpanNamedAfterItsContext() throws Exception {
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
  void anAnswerFromAThreadOfItsOwnEndsTheSpan() throws Exception {
    assertThat(get("/elsewhere").statusCode()).isEqualTo(503);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("http.response.status_code")).isEqualTo(503L);
    assertThat(span.status()).isEqualTo("ERROR");
  }

  @Test
  void aRequestThatNobodyAnswersIsServedNoLongerThanSomebodyCould() throws Exception {
    try (RawConnection connection = new RawConnection(server.getAddress().getPort())) {
      connection.send("GET /silent HTTP/1.1\r\nHost: localhost\r\n\r\n");
      Recorded.await(() -> Recorded.metric("active_connections") == 1, () -> "not served");
    }

    Recorded.await(
        () -> {
          System.gc();
          return Recorded.metric("active_connections") == 0;
        },
        () -> "still being served");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /silent");
    assertThat(span.attribute("http.response.status_code")).isNull();
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
