// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.obsagent.testing.ScriptedServer.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for each low-level client of a search engine: a server of the test writes answers in
 * the engine's format.
 */
@ExtendWith(AgentExtension.class)
public abstract class SearchKit {
  protected static final String SECRET = "geheim-4711";
  private static final String PRODUCT = "X-Elastic-Product: Elasticsearch\r\n";
  private static final Answer FOUND =
      ScriptedServer.json(
          200,
          PRODUCT,
          "{\"took\":1,\"timed_out\":false,\"_shards\":{\"total\":1,\"successful\":1,\"skipped\":0,"
              + "\"failed\":0},\"hits\":{\"total\":{\"value\":0,\"relation\":\"eq\"},\"hits\":[]}}");
  private static final Answer REFUSED =
      ScriptedServer.json(
          400,
          PRODUCT,
          "{\"error\":{\"type\":\"parsing_exception\",\"reason\":\""
              + SECRET
              + "\"},\"status\":400}");

  private final String system;

  protected SearchKit(String system) {
    this.system = system;
  }

  /** Calls a server and waits for its answer. */
  protected abstract void call(int port, String method, String path, String body) throws Exception;

  /** Calls a server; the future completes in the client's callback. */
  protected abstract CompletableFuture<?> begin(int port, String method, String path, String body)
      throws Exception;

  /** Whether the client makes an exception of what a server refuses, or an answer as any other. */
  protected boolean throwsRefusals() {
    return true;
  }

  /** A server that finds nothing. */
  public static ScriptedServer finding() {
    return ScriptedServer.always(FOUND);
  }

  /** A server that refuses everything. */
  public static ScriptedServer refusing() {
    return ScriptedServer.always(REFUSED);
  }

  /** The call, and the request below it. */
  protected void assertIsSearch(List<RecordedSpan> spans, int port) {
    RecordedSpan call = Recorded.span("search orders");
    assertThat(call.kind()).isEqualTo("CLIENT");
    assertThat(call.status()).isEqualTo("UNSET");
    assertThat(call.attributes())
        .containsEntry("db.system.name", system)
        .containsEntry("db.operation.name", "search")
        .containsEntry("db.collection.name", "orders");
    if (port >= 0) {
      assertThat(call.attributes())
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("server.port", (long) port);
    }
    assertThat(Recorded.span("POST").isChildOf(call)).isTrue();
    assertThat(call.toString()).doesNotContain(SECRET);
  }

  @Test
  void aCallIsASpanAboveItsRequest() throws Exception {
    double before = count("search", "ok", "none");
    try (ScriptedServer server = finding()) {
      call(server.port(), "POST", "/orders/_search", "{\"q\":\"" + SECRET + "\"}");
      assertIsSearch(Recorded.awaitSpans(2), server.port());
    }
    assertThat(count("search", "ok", "none")).isEqualTo(before + 1);
  }

  @Test
  void aCallThatIsNotWaitedForEndsWithItsAnswer() throws Exception {
    try (ScriptedServer server = finding()) {
      begin(server.port(), "POST", "/orders/_search", "{}").get(60, TimeUnit.SECONDS);
      assertIsSearch(Recorded.awaitSpans(2), server.port());
    }
  }

  @Test
  void aRefusalIsAnErrorByItsStatus() throws Exception {
    double before = count("update", "error", "400");
    try (ScriptedServer server = refusing()) {
      assertRefused(() -> call(server.port(), "POST", "/orders/_update/" + SECRET, "{}"));
      assertThat(refused(server).name()).isEqualTo("update orders");
      assertThat(count("update", "error", "400")).isEqualTo(before + 1);

      Recorded.clear();
      assertRefused(
          () ->
              begin(server.port(), "POST", "/orders/_update/" + SECRET, "{}")
                  .get(60, TimeUnit.SECONDS));
      assertThat(refused(server).name()).isEqualTo("update orders");
    }
  }

  private void assertRefused(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    Throwable refusal = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
    if (throwsRefusals()) {
      assertThat(refusal).isInstanceOf(IOException.class);
    } else {
      assertThat(refusal).isNull();
    }
  }

  private static RecordedSpan refused(ScriptedServer server) {
    Recorded.awaitSpans(2);
    RecordedSpan call = Recorded.span("update orders");
    assertThat(call.status()).isEqualTo("ERROR");
    assertThat(call.attributes())
        .containsEntry("db.response.status_code", "400")
        .containsEntry("error.type", "400")
        .containsEntry("server.port", (long) server.port());
    assertThat(call.toString()).doesNotContain(SECRET);
    return call;
  }

  @Test
  void aServerThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> call(Ports.closed(), "GET", "/", "")).isInstanceOf(IOException.class);
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("info")),
        () -> "no call among " + Recorded.spans());
    assertThat(Recorded.span("info").status()).isEqualTo("ERROR");
  }

  @Test
  void aCallbackRunsInTheContextOfWhoCalled() throws Exception {
    try (ScriptedServer server = finding()) {
      Recorded.served(
          Map.of(),
          () ->
              begin(server.port(), "GET", "/first/_count", "")
                  .thenCompose(first -> beginSecond(server))
                  .get(60, TimeUnit.SECONDS));
      List<RecordedSpan> spans = Recorded.awaitSpans(5);
      assertThat(Recorded.span("count first").isChildOf(spans.get(0))).isTrue();
      assertThat(Recorded.span("count second").isChildOf(spans.get(0))).isTrue();
    }
  }

  private CompletableFuture<?> beginSecond(ScriptedServer server) {
    try {
      return begin(server.port(), "GET", "/second/_count", "");
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private double count(String operation, String status, String error) {
    Double count =
        Recorded.metric(
            "database_query_duration_seconds_count{query_type=\""
                + operation
                + "\",table=\"orders\",system=\""
                + system
                + "\",database=\"none\",status=\""
                + status
                + "\",error_type=\""
                + error
                + "\"}");
    return count == null ? 0 : count;
  }
}
