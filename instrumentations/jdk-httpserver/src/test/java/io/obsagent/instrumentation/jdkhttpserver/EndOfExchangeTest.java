// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A span ends with its exchange, wherever that ends. */
@ExtendWith(AgentExtension.class)
class EndOfExchangeTest {
  private static final byte[] BODY = "answer".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<HttpExchange> left = new ArrayBlockingQueue<>(10);
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  @SuppressWarnings("unchecked")
  void anExchangeEndsThoughTheAgentFailsMeanwhile() throws Exception {
    server.createContext(
        "/closed",
        exchange -> {
          exchange.sendResponseHeaders(200, BODY.length);
          exchange.getResponseBody().write(BODY);
          exchange.close();
        });
    server.createContext("/bodiless", exchange -> exchange.sendResponseHeaders(204, -1));
    AtomicReference<String> faults =
        (AtomicReference<String>) System.getProperties().get("obs.testing.faults");

    faults.set("end");
    try {
      assertThat(send("GET", "/closed").get().body()).isEqualTo("answer");
      awaitNoneServed();
      assertThat(send("GET", "/bodiless").get().statusCode()).isEqualTo(204);
      awaitNoneServed();
    } finally {
      faults.set("");
    }
  }

  private static void awaitNoneServed() {
    Recorded.await(
        () -> Recorded.sum("active_connections") == 0,
        () -> Recorded.sum("active_connections") + " requests stay unended");
  }

  @Test
  void aBodyStreamedByAnotherThreadEndsTheSpanWhenItIsClosed() throws Exception {
    server.createContext(
        "/stream",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          left.add(exchange);
        });
    CompletableFuture<HttpResponse<String>> response = send("GET", "/stream");
    HttpExchange exchange = left.take();

    exchange.getResponseBody().write(BODY);
    exchange.getResponseBody().flush();
    Recorded.awaitSpans(0);
    exchange.getResponseBody().close();

    assertThat(response.get().body()).isEqualTo("answer");
    assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code"))
        .isEqualTo(200L);
  }

  @Test
  void anExchangeClosedByAnotherThreadEndsTheSpan() throws Exception {
    server.createContext(
        "/later",
        exchange -> {
          exchange.sendResponseHeaders(202, 0);
          left.add(exchange);
        });
    CompletableFuture<HttpResponse<String>> response = send("GET", "/later");
    HttpExchange exchange = left.take();

    Recorded.awaitSpans(0);
    exchange.close();

    assertThat(response.get().statusCode()).isEqualTo(202);
    assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code"))
        .isEqualTo(202L);
  }

  @Test
  void anExchangeClosedUnansweredEndsTheSpanWithoutStatus() throws Exception {
    server.createContext("/dropped", left::add);
    CompletableFuture<HttpResponse<String>> response = send("POST", "/dropped");

    left.take().close();

    assertThat(response).failsWithin(Duration.ofSeconds(60));
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("POST /dropped");
    assertThat(span.attribute("http.response.status_code")).isNull();
  }

  @Test
  void aCompleteBodyEndsTheSpanThoughNobodyClosesIt() throws Exception {
    server.createContext(
        "/careless",
        exchange -> {
          exchange.sendResponseHeaders(200, BODY.length);
          exchange.getResponseBody().write(BODY, 0, 2);
          exchange.getResponseBody().write(BODY[2]);
          exchange.getResponseBody().write(new byte[] {BODY[3], BODY[4], BODY[5]});
        });

    assertThat(send("GET", "/careless").get().body()).isEqualTo("answer");
    Recorded.awaitSpans(1);
  }

  @Test
  void aSpanEndsBeforeAHandlerThatGoesOnAfterItsAnswer() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    server.createContext(
        "/busy",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          awaitQuietly(seen);
        });

    assertThat(send("GET", "/busy").get().statusCode()).isEqualTo(204);
    assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code"))
        .isEqualTo(204L);
    seen.countDown();
  }

  @Test
  void anAnswerToHeadHasNoBodyToWaitFor() throws Exception {
    server.createContext("/", exchange -> exchange.sendResponseHeaders(200, 6));

    assertThat(send("HEAD", "/").get().statusCode()).isEqualTo(200);
    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("HEAD /");
  }

  @Test
  void anAnswerByAFilterIsASpanToo() throws Exception {
    filter("/guarded", (exchange, chain) -> exchange.sendResponseHeaders(403, -1));

    assertThat(send("GET", "/guarded").get().statusCode()).isEqualTo(403);
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /guarded");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(403L);
  }

  @Test
  void aFilterThatHandsOverToAnotherThreadLeavesItOneSpan() throws Exception {
    filter("/moved", (exchange, chain) -> threads.submit(() -> proceed(chain, exchange)));

    assertThat(send("GET", "/moved").get().body()).isEqualTo("answer");
    Recorded.awaitSpans(1);
  }

  @Test
  void aFilterThatReplacesTheStreamsChangesNothing() throws Exception {
    filter(
        "/buffered",
        (exchange, chain) -> {
          exchange.setStreams(null, new BufferedOutputStream(exchange.getResponseBody()));
          chain.doFilter(exchange);
        });

    assertThat(send("GET", "/buffered").get().body()).isEqualTo("answer");
    Recorded.awaitSpans(1);
  }

  private interface Step {
    void filter(HttpExchange exchange, Filter.Chain chain) throws IOException;
  }

  /** In front of a handler that answers with a body of unknown length. */
  private void filter(String path, Step step) {
    Filter filter =
        new Filter() {
          @Override
          public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            step.filter(exchange, chain);
          }

          @Override
          public String description() {
            return path;
          }
        };
    server
        .createContext(
            path,
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(BODY);
              exchange.close();
            })
        .getFilters()
        .add(filter);
  }

  private static Void proceed(Filter.Chain chain, HttpExchange exchange) throws IOException {
    chain.doFilter(exchange);
    return null;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<HttpResponse<String>> send(String method, String path) {
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + path);
    return client.sendAsync(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
