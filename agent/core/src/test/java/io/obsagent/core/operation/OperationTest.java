// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.service.AgentThread;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spans, contexts and threads of all kinds of operations. */
class OperationTest {
  private final Fixture fixture = new Fixture();

  @AfterEach
  void no_context_is_left_on_the_thread() {
    assertThat(Context.current()).isSameAs(Context.root());
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
