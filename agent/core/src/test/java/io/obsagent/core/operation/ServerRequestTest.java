// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.core.testing.Fixture.Request;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.Telemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request that a server serves, from its first header to its metrics. */
class ServerRequestTest {
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
}
