// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that a client sends on one connection before it has its answers. */
@ExtendWith(AgentExtension.class)
class PipeliningTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static HttpServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        WebServer.get(
            VERTX
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(PipeliningTest::serve)
                .listen());
  }

  @AfterAll
  static void stopServer() {
    VERTX.close();
  }

  /** Answers with the traces in which each part of the request came. */
  private static void serve(HttpServerRequest request) {
    StringBuilder traces = new StringBuilder("head:" + AgentContext.traceId());
    request.handler(part -> traces.append(" body:").append(AgentContext.traceId()));
    request.endHandler(
        end -> {
          traces.append(" end:").append(AgentContext.traceId());
          if (request.path().startsWith("/later")) {
            VERTX.setTimer(
                5, fired -> answer(request, traces + " timer:" + AgentContext.traceId()));
          } else {
            answer(request, traces.toString());
          }
        });
  }

  private static void answer(HttpServerRequest request, String text) {
    request.response().setStatusCode(request.path().contains("gone") ? 410 : 200).end(text + "\n");
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  private static String post(String path) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";
  }

  private static final String LAST = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  private static List<String> answers(String requests) throws Exception {
    try (RawConnection connection = new RawConnection(server.actualPort())) {
      return connection
          .send(requests)
          .readAll()
          .lines()
          .filter(line -> line.startsWith("head:"))
          .toList();
    }
  }

  private static String in(RecordedSpan span, String... parts) {
    return String.join(
        " ", Stream.of(parts).map(part -> part + ":" + span.traceId()).toArray(String[]::new));
  }

  @Test
  void eachRunsInItsOwnTraceWhateverTheOneBeforeItDoes() throws Exception {
    List<String> answers =
        answers(
            get("/later/1") + post("/gone/2") + post("/later/3") + get("/4") + post("/5") + LAST);

    List<RecordedSpan> spans = Recorded.awaitSpans(6);
    assertThat(spans.stream().map(RecordedSpan::traceId)).doesNotHaveDuplicates();
    assertThat(spans.stream().map(span -> span.attribute("url.path")))
        .containsExactly("/later/1", "/gone/2", "/later/3", "/4", "/5", "/last");
    assertThat(spans.stream().map(span -> span.attribute("http.response.status_code")))
        .containsExactly(200L, 410L, 200L, 200L, 200L, 200L);
    assertThat(answers)
        .containsExactly(
            in(spans.get(0), "head", "end", "timer"),
            in(spans.get(1), "head", "body", "end"),
            in(spans.get(2), "head", "body", "end", "timer"),
            in(spans.get(3), "head", "end"),
            in(spans.get(4), "head", "body", "end"),
            in(spans.get(5), "head", "end"));
  }

  @Test
  void oneThatIsNotWatchedRunsInNoTraceOfAnother() throws Exception {
    String none = "00000000000000000000000000000000";
    int count = 300;
    String answers =
        String.join("\n", answers(get("/later/0") + get("/more").repeat(count) + LAST));

    List<RecordedSpan> spans = Recorded.settled();
    assertThat(answers.lines().filter(line -> line.contains(none)).distinct())
        .isSubsetOf("head:" + none + " end:" + none);
    for (RecordedSpan span : spans) {
      assertThat(answers.split(span.traceId(), -1).length - 1)
          .isEqualTo("/later/0".equals(span.attribute("url.path")) ? 3 : 2);
    }
  }
}
