// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.resolver.DefaultAddressResolverGroup;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.Ports;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/** Requests that do not end with a whole answer, and connections that several requests use. */
@ExtendWith(AgentExtension.class)
class EndOfRequestTest {
  private static final String EVENTS = "text/event-stream";
  private static final String UNKNOWN_HOST = "http://nowhere.invalid/";

  private final HttpClient client = HttpClient.create(ConnectionProvider.newConnection());

  @Test
  void aNameThatNobodyKnows() {
    HttpClient asking = client.resolver(DefaultAddressResolverGroup.INSTANCE);
    assertThatThrownBy(() -> body(asking, UNKNOWN_HOST).block(HttpClientTest.PATIENCE));

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("server.address")).isEqualTo("nowhere.invalid");
    assertThat(span.attribute("url.full")).isEqualTo(UNKNOWN_HOST);
  }

  @Test
  void anAnswerThatDoesNotComeInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpClient hasty = client.responseTimeout(Duration.ofMillis(50));

      assertThatThrownBy(
          () -> body(hasty, uri(silent.getLocalPort())).block(HttpClientTest.PATIENCE));

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.status()).isEqualTo("ERROR");
      assertThat(errors(span)).isEqualTo("timeout");
    }
  }

  @Test
  void aRequestThatIsGivenUpWhileItWaits() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Disposable waiting = body(client, uri(silent.getLocalPort())).subscribe();
      try (Socket accepted = silent.accept()) {
        assertThat(accepted.getInputStream().read()).isPositive();
        waiting.dispose();

        RecordedSpan span = Recorded.awaitSpans(1).get(0);
        assertThat(errors(span)).isEqualTo("cancelled");
      }
    }
  }

  @Test
  void aConnectionThatIsClosedInPlaceOfAnAnswer() throws Exception {
    try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread closing =
          new Thread(
              () -> {
                try (Socket accepted = rude.accept()) {
                  accepted.getInputStream().read(new byte[8]);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      closing.start();

      assertThatThrownBy(
          () -> body(client, uri(rude.getLocalPort())).block(HttpClientTest.PATIENCE));
      closing.join();

      assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
    }
  }

  @Test
  void aBodyThatIsCutShort() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(ScriptedServer.cutStream(EVENTS, "data: 1\n\n"))) {
      assertThatThrownBy(() -> body(client, server.url()).block(HttpClientTest.PATIENCE));

      RecordedSpan span = Recorded.awaitSpans(1).get(0);
      assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
      assertThat(errors(span)).isEqualTo("connection_closed");
    }
  }

  @Test
  void aStreamEndsWithItsLastPartOrWhenItIsLeft() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            ScriptedServer.streamUntil(EVENTS, "data: 1\n\n", first, "data: 2\n\n"),
            ScriptedServer.streamUntil(EVENTS, "data: 1\n\n", second, "data: 2\n\n"))) {
      Flux<String> stream = client.get().uri(server.url()).responseContent().asString();

      assertThat(stream.next().block(HttpClientTest.PATIENCE)).contains("data: 1");
      RecordedSpan left = Recorded.awaitSpans(1).get(0);
      assertThat(left.status()).isEqualTo("UNSET");
      first.countDown();

      Recorded.clear();
      Mono<List<String>> whole =
          stream
              .doOnNext(
                  part -> {
                    assertThat(Recorded.spans()).isEmpty();
                    second.countDown();
                  })
              .collectList();
      assertThat(String.join("", whole.block(HttpClientTest.PATIENCE))).contains("data: 2");
      assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("UNSET");
    }
  }

  @Test
  void whoWantsTheHeadOnlyHasASpanWithItsStatus() {
    try (HttpTarget target = new HttpTarget()) {
      int status =
          client
              .get()
              .uri(target.uri("/status/200").toString())
              .response()
              .map(response -> response.status().code())
              .block(HttpClientTest.PATIENCE);

      assertThat(status).isEqualTo(200);
      assertThat(Recorded.awaitSpans(1).get(0).attribute("http.response.status_code"))
          .isEqualTo(200L);
    }
  }

  @Test
  void aRequestWithinTheAnswerOfAnotherIsOneOfItsOwn() {
    try (HttpTarget target = new HttpTarget()) {
      String uri = target.uri("/status/200").toString();
      String both =
          client
              .get()
              .uri(uri)
              .responseSingle(
                  (response, content) ->
                      content.asString().flatMap(text -> body(client, uri).map(text::concat)))
              .block(HttpClientTest.PATIENCE);

      assertThat(both).isEqualTo("hellohello");
      assertThat(Recorded.awaitSpans(2)).allMatch(span -> span.parentSpanId().isEmpty());
    }
  }

  @Test
  void eachAttemptOfAnApplicationThatTriesAgainIsASpan() {
    String uri = uri(Ports.closed());

    assertThatThrownBy(() -> body(client, uri).retry(2).block(HttpClientTest.PATIENCE));

    assertThat(Recorded.awaitSpans(3)).allMatch(span -> span.status().equals("ERROR"));
  }

  @Test
  void aWebSocketIsASpanOfItsHandshake() {
    DisposableServer server =
        HttpServer.create()
            .host("localhost")
            .route(
                routes ->
                    routes.ws(
                        "/chat",
                        (in, out) -> out.sendString(Flux.just("hi").concatWith(Flux.never()))))
            .bindNow();
    try {
      String greeting =
          client
              .websocket()
              .uri("ws://localhost:" + server.port() + "/chat")
              .handle((in, out) -> in.receive().asString().take(1))
              .next()
              .block(HttpClientTest.PATIENCE);

      assertThat(greeting).isEqualTo("hi");
      RecordedSpan span = client(2);
      assertThat(span.status()).isEqualTo("UNSET");
      assertThat(span.attribute("http.response.status_code")).isEqualTo(101L);
    } finally {
      server.disposeNow();
    }
  }

  @Test
  void aRequestOfHttp2CarriesItsHeadersToo() {
    DisposableServer server =
        HttpServer.create()
            .host("localhost")
            .protocol(HttpProtocol.H2C)
            .handle(
                (request, response) ->
                    response.sendString(
                        Mono.just(String.valueOf(request.requestHeaders().get("traceparent")))))
            .bindNow();
    try {
      String traceparent =
          body(
                  client.protocol(HttpProtocol.H2C),
                  "http://localhost:" + server.port() + "/status/200")
              .block(HttpClientTest.PATIENCE);

      RecordedSpan span = client(2);
      assertThat(traceparent).isEqualTo("00-" + span.traceId() + "-" + span.spanId() + "-01");
      assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    } finally {
      server.disposeNow();
    }
  }

  @Test
  void addressesInParts() {
    try (HttpTarget target = new HttpTarget()) {
      HttpClient parts = client.host("localhost").port(target.port());

      assertThat(body(parts, "/status/200").block(HttpClientTest.PATIENCE)).isEqualTo("hello");
      assertThat(
              body(parts.baseUrl("http://localhost:" + target.port() + "/"), "/status/200?q=1")
                  .block(HttpClientTest.PATIENCE))
          .isEqualTo("hello");
      int closed = Ports.closed();
      assertThatThrownBy(
          () -> body(client.host("localhost").port(closed), "/x").block(HttpClientTest.PATIENCE));

      assertThat(Recorded.awaitSpans(3).stream().map(span -> span.attribute("url.full")))
          .containsExactly(
              target.uri("/status/200").toString(),
              target.uri("/status/200?q=1").toString(),
              "http://localhost:" + closed + "/x");
    }
  }

  @Test
  void requestsThatShareAConnectionEachHaveTheirOwnContext() throws Exception {
    ConnectionProvider one =
        ConnectionProvider.builder("one").maxConnections(1).pendingAcquireMaxCount(-1).build();
    HttpClient sharing = HttpClient.create(one);
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    try (HttpTarget target = new HttpTarget()) {
      Flux<String> all =
          Flux.range(0, 20)
              .flatMap(
                  number -> within("request-" + number, sharing, target.uri("/status/200"), wrong),
                  20);

      assertThat(all.collectList().block(HttpClientTest.PATIENCE)).hasSize(20);
    }
    assertThat(wrong).isEmpty();
    Recorded.awaitSpans(20);
    one.dispose();
  }

  private static Mono<String> within(
      String context, HttpClient client, java.net.URI uri, Queue<String> wrong) {
    Runnable look =
        () -> {
          if (!AgentContext.current().equals(context)) {
            wrong.add(context + " in " + AgentContext.current());
          }
        };
    Mono<String> body =
        client
            .doOnRequest((request, connection) -> look.run())
            .doOnResponse((response, connection) -> look.run())
            .get()
            .uri(uri.toString())
            .responseSingle(
                (response, content) -> {
                  look.run();
                  return content.asString().doOnNext(text -> look.run());
                })
            .doOnNext(text -> look.run());
    return Mono.create(
        sink -> {
          try {
            AgentContext.within(
                context, () -> body.subscribe(sink::success, sink::error, sink::success));
          } catch (Exception e) {
            sink.error(e);
          }
        });
  }

  private static Mono<String> body(HttpClient client, String uri) {
    return client.get().uri(uri).responseContent().aggregate().asString();
  }

  /** The client's among so many spans; others are of the server. */
  private static RecordedSpan client(int spans) {
    List<RecordedSpan> clients =
        Recorded.awaitSpans(spans).stream().filter(span -> span.kind().equals("CLIENT")).toList();
    assertThat(clients).hasSize(1);
    return clients.get(0);
  }

  private static String uri(int port) {
    return "http://localhost:" + port + "/";
  }

  /** What the metric calls it. */
  private static String errors(RecordedSpan span) {
    assertThat(span.status()).isEqualTo("ERROR");
    for (String word : List.of("timeout", "cancelled", "connection_closed", "reset")) {
      String series =
          "http_client_requests_total{method=\"GET\",host=\""
              + span.attribute("server.address")
              + "\",server_port=\""
              + span.attribute("server.port")
              + "\",status_code=\""
              + (span.attribute("http.response.status_code") == null
                  ? "error"
                  : span.attribute("http.response.status_code"))
              + "\",error_type=\""
              + word
              + "\"}";
      if (Recorded.metric(series) != null) {
        return word;
      }
    }
    return "none of " + span;
  }
}
