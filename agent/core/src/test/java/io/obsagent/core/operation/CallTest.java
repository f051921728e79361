// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a request calls: databases, models, services. */
class CallTest {
  private final Fixture fixture = new Fixture();

  @AfterEach
  void no_context_is_left_on_the_thread() {
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void calls_of_a_request_are_its_children_and_do_not_nest_in_their_own_kind() {
    CoreTelemetry telemetry = fixture.telemetry();
    HttpServerOperation server = fixture.serve(new Request("GET", "/"));
    server.attach();
    DbOperation query = telemetry.startDb(Fixture.H2, Fixture.SELECT, 1);
    query.attach();
    assertThat(telemetry.startDb(Fixture.REDIS, Fixture.GET, 1)).isNull();
    GenAiOperation chat = telemetry.startGenAi(Fixture.CHAT);
    chat.attach();
    assertThat(telemetry.startGenAi(Fixture.CHAT).context()).isSameAs(chat.context());
    assertThat(telemetry.startDb(Fixture.H2, Fixture.SELECT, 1)).isNull();
    HttpClientOperation call =
        telemetry.startHttpClient(Fixture.CLIENT, new Request("POST", "/v1/chat?key=secret#x"));
    call.attach();
    assertThat(telemetry.startHttpClient(Fixture.CLIENT, new Request("GET", "/"))).isNull();
    assertThat(telemetry.currentHttpServer()).isSameAs(server);
    call.status(200);
    call.finish(null);
    chat.finish(null);
    query.finish(null);
    DbOperation second = telemetry.startDb(Fixture.REDIS, Fixture.GET, 1);
    second.end(null);
    server.finish(null);

    assertThat(fixture.spans)
        .extracting(FinishedSpan::name)
        .containsExactly("POST", "chat gpt-4o", "SELECT products", "GET", "GET");
    String traceId = fixture.spans.get(4).context().getTraceId();
    assertThat(fixture.spans).allMatch(span -> span.context().getTraceId().equals(traceId));
    assertThat(fixture.spans.get(0).parentSpanId()).isEqualTo(fixture.spans.get(1).spanId());
    assertThat(fixture.spans.get(3).parentSpanId()).isEqualTo(fixture.spans.get(4).spanId());
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("url.full", "https://REDACTED:REDACTED@api.example/v1/chat?key=REDACTED");
  }

  @Test
  void a_callback_in_the_context_of_an_ended_call_may_call_again() {
    HttpClientOperation first =
        fixture.telemetry().startHttpClient(Fixture.CLIENT, new Request("GET", "/"));
    first.end(null);
    try (Scope scope = first.context().makeCurrent()) {
      HttpClientOperation second =
          fixture.telemetry().startHttpClient(Fixture.CLIENT, new Request("GET", "/"));
      second.end(new java.io.IOException("Connection reset"));
    }
    assertThat(fixture.values("http_client_requests_total"))
        .containsOnly(
            entry(List.of("GET", "api.example", "", "error", ""), 1.0),
            entry(List.of("GET", "api.example", "", "error", "reset"), 1.0));
  }

  @Test
  void database_calls_are_measured_by_statement_and_redis_by_command() {
    CoreTelemetry telemetry = fixture.telemetry();
    telemetry.startDb(Fixture.H2, Fixture.SELECT, 3).end(null);
    DbOperation get = telemetry.startDb(Fixture.REDIS, Fixture.GET, 1);
    get.responseStatus("WRONGTYPE");
    get.end(null);
    assertThat(fixture.values("database_query_duration_seconds"))
        .containsExactly(
            entry(List.of("SELECT", "products", "h2database", "shop", "ok", "none"), 1.0));
    assertThat(fixture.values("redis_command_duration_seconds"))
        .containsExactly(entry(List.of("GET", "localhost", "", "error", "WRONGTYPE"), 1.0));
    assertThat(fixture.spans.get(0).name()).isEqualTo("BATCH SELECT products");
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("db.operation.batch.size", 3L)
        .containsEntry("db.operation.name", "BATCH SELECT")
        .containsEntry("db.query.text", "SELECT * FROM products WHERE id = ?")
        .doesNotContainKeys("server.address", "server.port");
    assertThat(Fixture.attributes(fixture.spans.get(1)))
        .containsEntry("db.response.status_code", "WRONGTYPE")
        .containsEntry("error.type", "WRONGTYPE")
        .containsEntry("server.port", 6379L);
    assertThat(fixture.spans.get(1).statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void databases_and_outcomes_have_series_of_their_own() {
    CoreTelemetry telemetry = fixture.telemetry();
    DbTarget stock = new DbTarget(DbKind.SQL, "postgresql", "stock", "db", 5432);
    DbOperation refused = telemetry.startDb(stock, Fixture.SELECT, 1);
    refused.responseStatus("23505");
    refused.end(new java.sql.SQLException("x", "23505"));
    DbOperation locked = telemetry.startDb(stock, DbStatement.command("COMMIT"), 1);
    locked.responseStatus("517");
    locked.end(new java.sql.SQLException("x", null, 517));
    telemetry.startDb(DbTarget.redis("cache", 6380), Fixture.GET, 1).end(new RuntimeException());
    telemetry.startDb(DbTarget.redis(null, -1), Fixture.GET, 1).end(null);
    assertThat(fixture.values("database_query_duration_seconds"))
        .containsOnly(
            entry(List.of("SELECT", "products", "postgresql", "stock", "error", "23"), 1.0),
            entry(
                List.of("COMMIT", "none", "postgresql", "stock", "error", "java.sql.SQLException"),
                1.0));
    assertThat(fixture.values("redis_command_duration_seconds"))
        .containsOnly(
            entry(List.of("GET", "cache", "6380", "error", "java.lang.RuntimeException"), 1.0),
            entry(List.of("GET", "none", "", "ok", "none"), 1.0));
  }

  @Test
  void a_document_store_has_batches_and_no_pipelines() {
    DbTarget shelf = new DbTarget(DbKind.DOCUMENT, "shelf", null, "localhost", 7000);
    fixture.telemetry().startDb(shelf, DbStatement.command("FIND"), 2).end(null);
    assertThat(fixture.spans.get(0).name()).isEqualTo("BATCH FIND");
    assertThat(fixture.values("database_query_duration_seconds"))
        .containsOnlyKeys(List.of(List.of("FIND", "none", "shelf", "none", "ok", "none")));
  }

  @Test
  void a_model_call_counts_tokens_and_times_its_first_chunk() {
    GenAiOperation chat = fixture.telemetry().startGenAi(Fixture.CHAT);
    fixture.clock.turn(100);
    chat.chunk();
    fixture.clock.turn(900);
    chat.chunk();
    chat.response("id-1", "gpt-4o-2026");
    chat.finishReason("stop");
    chat.usage(new GenAiUsage(12, 30, 4, -1, 0));
    chat.end(null);
    assertThat(fixture.values("ai_requests_total"))
        .containsExactly(entry(List.of("gpt-4o", "openai", "success"), 1.0));
    assertThat(fixture.values("ai_tokens_used_total"))
        .containsExactly(
            entry(List.of("gpt-4o", "openai", "input"), 12.0),
            entry(List.of("gpt-4o", "openai", "output"), 30.0),
            entry(List.of("gpt-4o", "openai", "cache_read"), 4.0));
    assertThat(fixture.values("ai_time_to_first_chunk_seconds"))
        .containsExactly(entry(List.of("gpt-4o", "openai"), 1.0));
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsAllEntriesOf(
            Map.of(
                "gen_ai.response.time_to_first_chunk",
                0.1,
                "gen_ai.response.finish_reasons",
                List.of("stop"),
                "gen_ai.response.model",
                "gpt-4o-2026",
                "gen_ai.request.stream",
                true,
                "gen_ai.request.max_tokens",
                100L,
                "gen_ai.usage.input_tokens",
                12L,
                "gen_ai.usage.reasoning.output_tokens",
                0L))
        .doesNotContainKeys("gen_ai.usage.cache_write.input_tokens", "gen_ai.request.top_p");
  }
}
