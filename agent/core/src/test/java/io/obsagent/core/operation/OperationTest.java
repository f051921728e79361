// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.service.AgentThread;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationTest {
  private final Fixture fixture = new Fixture();

  @AfterEach
  void no_context_is_left_on_the_thread() {
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void whoever_looks_on_is_told_which_request_a_thread_works_for() {
    List<String> told = new ArrayList<>();
    Map<Long, String> numbers = new HashMap<>(Map.of(0L, "none"));
    Telemetry.watchRequests(
        new Telemetry.RequestWatch() {
          @Override
          public void changes(long from, long to) {
            told.add(number(from) + " to " + number(to));
          }

          @Override
          public void isNamed(long request, String name) {
            told.add(number(request) + " is " + name);
          }

          private String number(long request) {
            return numbers.computeIfAbsent(request, each -> "request " + numbers.size());
          }
        });
    try {
      HttpServerOperation operation = fixture.serve(new Request("GET", "/products/7"));
      operation.attach();
      operation.route(RouteSource.CONTROLLER, "/products/{id}");
      try (Scope inner = Context.current().with(ContextKey.named("more"), "x").makeCurrent()) {
        assertThat(told).hasSize(2); // the same request all the time
      }
      operation.finish(null);
      operation.end(null);
    } finally {
      Telemetry.watchRequests(null);
    }
    fixture.serve(new Request("GET", "/products/8")).end(null);

    assertThat(told)
        .containsExactlyInAnyOrder(
            "none to request 1",
            "request 1 is GET /products/{id}",
            "request 1 to none",
            "request 1 is GET /products/{id}");
  }

  @Test
  void a_request_becomes_a_span_and_two_metrics() {
    HttpServerOperation operation =
        fixture.serve(
            new Request("GET", "/products/7")
                .query("page=1&token=abc")
                .header("X-Correlation-ID", "order-1"));
    operation.attach();
    assertThat(fixture.values("active_connections")).containsExactly(entry(List.of(), 1.0));
    operation.route(RouteSource.CONTAINER, "/**");
    operation.route(RouteSource.CONTROLLER, "/products/{id}");
    operation.status(200);
    fixture.clock.turn(250);
    operation.finish(null);
    operation.end(null);

    assertThat(fixture.spans).hasSize(1);
    FinishedSpan span = fixture.spans.get(0);
    assertThat(span.name()).isEqualTo("GET /products/{id}");
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.parentSpanId()).isZero();
    assertThat(span.startEpochNanos()).isEqualTo(1_799_999_995_000_000_000L);
    assertThat(span.endEpochNanos() - span.startEpochNanos()).isEqualTo(250_000_000L);
    assertThat(span.attributeCount()).isEqualTo(9);
    assertThat(Fixture.attributes(span))
        .containsExactly(
            entry("client.address", "127.0.0.1"),
            entry("correlation.id", "order-1"),
            entry("http.request.method", "GET"),
            entry("http.response.status_code", 200L),
            entry("http.route", "/products/{id}"),
            entry("network.protocol.version", "1.1"),
            entry("url.path", "/products/7"),
            entry("url.query", "page=1&token=REDACTED"),
            entry("url.scheme", "http"));
    List<String> labels = List.of("GET", "/products/{id}", "200");
    assertThat(fixture.values("http_requests_total")).containsExactly(entry(labels, 1.0));
    assertThat(fixture.values("http_request_duration_seconds")).containsExactly(entry(labels, 1.0));
    assertThat(fixture.values("active_connections")).containsExactly(entry(List.of(), 0.0));
    MetricFamily.HistogramPoint point =
        (MetricFamily.HistogramPoint)
            fixture.family("http_request_duration_seconds").points().get(0);
    assertThat(point.sum()).isEqualTo(0.25);
    assertThat(point.exemplars()[6].traceId()).isEqualTo(span.context().getTraceId());
  }

  @Test
  void aThreadThatWaitsWhileItAsksForTheTimeMakesNoSpanEarly() {
    long millis = 1_000_000L;
    fixture.clock.interruptedNanos = 20 * millis;
    HttpServerOperation operation = fixture.serve(new Request("GET", "/orders"));
    fixture.clock.turn(30);
    operation.status(200);
    operation.end(null);

    FinishedSpan span = fixture.spans.get(0);
    assertThat(span.endEpochNanos()).isEqualTo(fixture.clock.epochNanos());
  }

  @Test
  void a_route_gives_way_to_what_knows_better_and_else_to_none() {
    HttpServerOperation operation = fixture.serve(new Request("GET", "/shop/products/7/reviews"));
    operation.route(RouteSource.FILTER, "/shop/api/*");
    operation.route(RouteSource.CONTAINER, "/shop/*");
    assertThat(routeNow(operation)).isEqualTo("/shop/api/*");
    operation.route(RouteSource.CONTROLLER, "");
    operation.route(RouteSource.CONTROLLER, "/shop/products/{id}");
    operation.route(RouteSource.CONTROLLER, "/shop/fragment/{n}");
    operation.route(RouteSource.FILTER, "/shop/other/*");
    assertThat(routeNow(operation)).isEqualTo("/shop/products/{id}");
    operation.route(RouteSource.NESTED, "/shop/products/{id}/*");
    operation.route(RouteSource.NESTED, "/shop/products/{id}/reviews");
    operation.route(RouteSource.CONTROLLER, "/shop/error");
    assertThat(routeNow(operation)).isEqualTo("/shop/products/{id}/reviews");
    operation.end(null);
  }

  private static String routeNow(HttpServerOperation operation) {
    return ((ServerOperation) operation).spanName().substring("GET ".length());
  }

  @Test
  void what_the_application_threw_is_told_rather_than_what_it_was_wrapped_in() {
    Exception own = new IllegalArgumentException("own");
    assertThat(errorOf(own, new IllegalStateException(new RuntimeException(own))))
        .isEqualTo("java.lang.IllegalArgumentException");
    assertThat(errorOf(own, new IllegalStateException("another")))
        .isEqualTo("java.lang.IllegalStateException");
  }

  private Object errorOf(Exception handled, Exception thrown) {
    HttpServerOperation operation = fixture.serve(new Request("GET", "/a"));
    operation.handled(handled);
    operation.end(thrown);
    return Fixture.attributes(fixture.spans.get(fixture.spans.size() - 1)).get("error.type");
  }

  @Test
  void requests_that_fail_are_counted_by_what_they_failed_with() {
    errorOf(new IllegalArgumentException(), new IllegalStateException("another"));
    errorOf(new IllegalArgumentException(), new IllegalStateException("again"));
    for (int status : new int[] {503, 404, 200}) {
      HttpServerOperation operation = fixture.serve(new Request("GET", "/a"));
      operation.status(status);
      operation.end(null);
    }
    assertThat(fixture.values("http_request_errors_total"))
        .containsOnly(
            entry(List.of("GET", "unknown", "java.lang.IllegalStateException"), 2.0),
            entry(List.of("GET", "unknown", "503"), 1.0));
  }

  @Test
  void a_request_without_an_answer_has_no_status_though_it_failed() {
    HttpServerOperation operation = fixture.serve(new Request("GET", "/a"));
    operation.status(HttpServerOperation.NO_ANSWER);
    operation.end(new IllegalStateException("broken"));
    assertThat(fixture.values("http_requests_total"))
        .containsExactly(entry(List.of("GET", "unknown", "error"), 1.0));
    assertThat(fixture.spans.get(0).statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(Fixture.attributes(fixture.spans.get(0)))
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .doesNotContainKey("http.response.status_code");
  }

  @Test
  void a_method_or_path_of_a_stranger_never_becomes_a_label() {
    HttpServerOperation operation = fixture.serve(new Request("HACK", "/secret/1"));
    operation.status(404);
    operation.end(null);
    assertThat(fixture.values("http_requests_total"))
        .containsExactly(entry(List.of("_OTHER", "unknown", "404"), 1.0));
    FinishedSpan span = fixture.spans.get(0);
    assertThat(span.name()).isEqualTo("HTTP");
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(Fixture.attributes(span)).containsEntry("http.request.method_original", "HACK");
  }

  @Test
  void an_exception_that_fails_at_all_that_it_is_asked_is_recorded_by_its_type() {
    HttpServerOperation operation = fixture.serve(new Request("GET", "/a"));
    operation.attach();

    operation.finish(new Untold());

    assertThat(fixture.spans).hasSize(1);
    assertThat(fixture.spans.get(0).statusCode()).isEqualTo(StatusCode.ERROR);
  }

  private static final class Untold extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new AssertionError("no message");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return null;
    }
  }

  @Test
  void the_message_of_a_database_is_kept_out_of_what_wraps_it_too() {
    SQLException refused = new SQLException("Key (email)=(a@b.example) already exists", "23505");
    HttpServerOperation server = fixture.serve(new Request("POST", "/customers"));
    server.end(new IllegalStateException("could not insert: " + refused.getMessage(), refused));

    Attributes exception = fixture.spans.get(0).events().get(0).attributes();
    assertThat(exception.get(AttributeKey.stringKey("exception.message"))).isNull();
    assertThat(exception.get(AttributeKey.stringKey("exception.stacktrace")))
        .startsWith("java.lang.IllegalStateException\n")
        .contains("Caused by: java.sql.SQLException\n")
        .doesNotContain("a@b.example");
  }

  @Test
  void an_exception_is_an_error_with_its_stack_trace_in_the_innermost_span_only() {
    IllegalStateException error = new IllegalStateException("no stock");
    HttpServerOperation server = fixture.serve(new Request("GET", "/"));
    server.attach();
    DbOperation query = fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1);
    query.attach();
    query.finish(error);
    server.finish(error);

    FinishedSpan inner = fixture.spans.get(0);
    FinishedSpan outer = fixture.spans.get(1);
    assertThat(inner.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(inner.events()).hasSize(1);
    FinishedSpan.Event event = inner.events().get(0);
    assertThat(event.name()).isEqualTo("exception");
    // A database's message may quote what the statement was given.
    assertThat(event.attributes().get(AttributeKey.stringKey("exception.message"))).isNull();
    assertThat(event.attributes().get(AttributeKey.stringKey("exception.stacktrace")))
        .startsWith("java.lang.IllegalStateException\n\tat ")
        .hasSizeLessThanOrEqualTo(4_096);
    assertThat(outer.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(outer.events()).isEmpty();
    assertThat(Fixture.attributes(outer))
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .containsEntry("http.response.status_code", 500L);
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

  @Test
  void attributes_set_on_the_span_win_and_are_bounded() {
    HttpServerOperation server = fixture.serve(new Request("GET", "/"));
    server.status(200);
    Span span = server.span();
    span.setAttribute("http.route", "/mine").setAttribute("big", "x".repeat(5_000));
    for (int i = 0; i < 200; i++) {
      span.setAttribute("n" + i, i);
    }
    for (int i = 0; i < 100; i++) {
      span.addEvent("e");
    }
    server.route(RouteSource.CONTROLLER, "/theirs");
    server.end(null);
    span.setAttribute("late", "x");
    FinishedSpan finished = fixture.spans.get(0);
    assertThat(Fixture.attributes(finished))
        .containsEntry("http.route", "/mine")
        .containsEntry("big", "x".repeat(4_096))
        .doesNotContainKey("late");
    assertThat(finished.droppedAttributes()).isEqualTo(74);
    assertThat(finished.attributeCount()).isEqualTo(Fixture.attributes(finished).size());
    assertThat(finished.events()).hasSize(64);
  }

  @Test
  void a_trace_without_end_keeps_its_first_spans_and_counts_the_rest() {
    HttpServerOperation server = fixture.serve(new Request("GET", "/"));
    server.attach();
    for (int i = 0; i < 600; i++) {
      fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1).end(null);
    }
    server.finish(null);
    assertThat(fixture.spans).hasSize(500);
    assertThat(fixture.values("database_query_duration_seconds").values()).containsExactly(600.0);
    assertThat(fixture.values("obs_agent_dropped_total"))
        .containsEntry(List.of("traces", "spans_per_trace"), 101.0);
  }

  @Test
  void what_the_agent_calls_itself_is_not_watched() throws InterruptedException {
    AtomicReference<Object> started = new AtomicReference<>("nothing ran");
    Thread thread =
        AgentThread.newThread(
            "test", () -> started.set(fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1)));
    thread.start();
    thread.join();
    assertThat(started).hasValue(null);
  }

  @Test
  void a_request_never_continues_what_is_on_its_thread() {
    HttpServerOperation first = fixture.serve(new Request("GET", "/a"));
    first.attach();
    HttpServerOperation second = fixture.serve(new Request("GET", "/b"));
    assertThat(second.span().getSpanContext().getTraceId())
        .isNotEqualTo(first.span().getSpanContext().getTraceId());
    second.end(null);
    first.finish(null);
  }

  @Test
  void each_thread_gets_back_its_own_context() throws InterruptedException {
    HttpServerOperation server = fixture.serve(new Request("GET", "/"));
    server.attach();
    AtomicReference<Context> after = new AtomicReference<>();
    Thread dispatched =
        new Thread(
            () -> {
              server.attach();
              server.detach();
              after.set(Context.current());
            });
    dispatched.start();
    dispatched.join();
    assertThat(after).hasValue(Context.root());
    assertThat(Span.current()).isSameAs(server.span());
    server.finish(null);
  }

  @Test
  void an_operation_is_a_context_that_others_may_build_on() {
    ContextKey<String> key = ContextKey.named("mine");
    HttpServerOperation server = fixture.serve(new Request("GET", "/"));
    Context extended = server.context().with(key, "value");
    assertThat(extended.get(key)).isEqualTo("value");
    assertThat(Span.fromContext(extended)).isSameAs(server.span());
    try (Scope scope = extended.makeCurrent()) {
      DbOperation query = fixture.telemetry().startDb(Fixture.H2, Fixture.SELECT, 1);
      assertThat(query.context().get(key)).isEqualTo("value");
      assertThat(Span.fromContext(query.context())).isSameAs(query.span());
      query.end(null);
    }
    server.end(null);
    assertThat(SpanId.fromLong(fixture.spans.get(0).parentSpanId()))
        .isEqualTo(server.span().getSpanContext().getSpanId());
  }
}
