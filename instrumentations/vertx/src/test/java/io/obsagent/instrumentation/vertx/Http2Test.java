// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests over HTTP/2, whose frames Vert.x makes requests of itself. */
@ExtendWith(AgentExtension.class)
class Http2Test {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

  private static WebServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = new WebServer();
    server.router.get("/hello/:name").handler(context -> context.end(AgentContext.traceId()));
    server
        .router
        .get("/later/:name")
        .handler(
            context ->
                context
                    .vertx()
                    .setTimer(5, fired -> context.response().end(AgentContext.traceId())));
    server
        .router
        .get("/fails")
        .handler(
            context -> {
              throw new IllegalStateException("failed");
            });
    server.started();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void nothingIsBeingServed() {
    Recorded.await(() -> Recorded.metric("active_connections") == 0, () -> "still serving");
  }

  private static HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path)).build();
  }

  @Test
  void aRequestThatAsksForHttp2IsServedOnceAndTheNextOverItsStreams() throws Exception {
    HttpResponse<String> first = CLIENT.send(get("/hello/first"), BodyHandlers.ofString());
    HttpResponse<String> second = CLIENT.send(get("/hello/second"), BodyHandlers.ofString());

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    for (RecordedSpan span : spans) {
      assertThat(span.name()).isEqualTo("GET /hello/:name");
      assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    }
    assertThat(spans.get(0).traceId()).isEqualTo(first.body());
    assertThat(spans.get(1).traceId()).isEqualTo(second.body());
    assertThat(spans.get(1).attribute("network.protocol.version")).isEqualTo("2");
    assertThat(second.headers().firstValue("x-correlation-id"))
        .contains((String) spans.get(1).attribute("correlation.id"));
  }

  @Test
  void streamsAtOnceAreTracesOfTheirOwn() throws Exception {
    CLIENT.send(get("/hello/first"), BodyHandlers.ofString());
    Recorded.awaitSpans(1);
    Recorded.clear();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.add(CLIENT.sendAsync(get("/later/" + i), BodyHandlers.ofString()));
    }
    List<String> traces = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      traces.add(answer.get().body());
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(40);
    assertThat(spans.stream().map(RecordedSpan::traceId))
        .containsExactlyInAnyOrderElementsOf(traces)
        .doesNotHaveDuplicates();
    assertThat(spans.stream().map(RecordedSpan::name)).containsOnly("GET /later/:name");
  }

  @Test
  void whatFailsIsTheErrorOfItsStream() throws Exception {
    CLIENT.send(get("/hello/first"), BodyHandlers.ofString());
    Recorded.awaitSpans(1);
    Recorded.clear();

    assertThat(CLIENT.send(get("/fails"), BodyHandlers.ofString()).statusCode()).isEqualTo(500);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /fails");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }
}
