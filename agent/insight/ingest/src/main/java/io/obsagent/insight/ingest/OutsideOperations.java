// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.telemetry.BusinessMetrics;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Operations of the business that somebody else runs: begun and ended by two requests, or told when
 * they are over. Each becomes a span and one more in {@code operation_duration_seconds}. Bounded;
 * thread-safe.
 */
final class OutsideOperations {
  static final int MAX_RUNNING = 10_000;

  /** One that has not ended by then never will. */
  private static final long MAX_AGE_MILLIS = 24 * 3_600_000L;

  private static final long NANOS = 1_000_000;
  private static final double MILLIS = 1e3;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:@-]{1,128}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");
  private static final String SCOPE = "io.obsagent.ingest";

  private final Supplier<Metrics> metrics;
  private final Consumer<FinishedSpan> spans;
  private final Ingested ingested;
  private final LongSupplier clock;
  private final Map<String, Running> running = new LinkedHashMap<>();

  /** One that has begun. */
  private record Running(
      String name, SpanContext span, long parent, long startMillis, Map<String, Object> facts) {}

  /**
   * @param clock milliseconds since the epoch
   */
  OutsideOperations(
      Supplier<Metrics> metrics,
      Consumer<FinishedSpan> spans,
      Ingested ingested,
      LongSupplier clock) {
    this.metrics = metrics;
    this.spans = spans;
    this.ingested = ingested;
    this.clock = clock;
  }

  void addTo(Endpoints endpoints) {
    endpoints.post("/monitoring/operations/{id}/start", this::start);
    endpoints.post("/monitoring/operations/{id}/end", this::end);
    endpoints.post("/monitoring/analytics/datapoints", this::dataPoints);
  }

  private Response start(Params params) {
    String id = id(params);
    Map<String, Object> body = Facts.map(json(params));
    String named = Facts.name(body.get("operation"));
    Map<String, Object> facts = new LinkedHashMap<>(Facts.map(body.get("attributes")));
    facts.put("operation.id", id);
    Running begun =
        begin(
            named.isEmpty() ? "operation" : named,
            params.request().header("traceparent"),
            clock.getAsLong(),
            facts);
    ingested.count("operations", () -> keep(id, begun));
    return Answers.success(
        out ->
            out.object()
                .field("traceId", begun.span.getTraceId())
                .field("spanId", begun.span.getSpanId())
                .end());
  }

  private synchronized int keep(String id, Running begun) {
    running.values().removeIf(one -> begun.startMillis - one.startMillis > MAX_AGE_MILLIS);
    if (running.containsKey(id)) {
      throw new ApiException(409, "conflict", "operation '" + id + "' runs already");
    }
    if (running.size() >= MAX_RUNNING) {
      throw new ApiException(429, "too_many", "more than " + MAX_RUNNING + " operations run");
    }
    running.put(id, begun);
    return 1;
  }

  private Response end(Params params) {
    String id = id(params);
    Map<String, Object> body = Facts.map(json(params));
    boolean success = isSuccess(body); // what is wrong ends nothing
    String reason = Facts.name(body.get("reason"));
    Map<String, Object> more = Facts.map(body.get("attributes"));
    Running ended;
    synchronized (this) {
      ended = running.remove(id);
    }
    if (ended == null) {
      throw new ApiException(404, "not_found", "no operation '" + id + "' runs; start it first");
    }
    Map<String, Object> facts = new LinkedHashMap<>(ended.facts);
    facts.putAll(more);
    double seconds = Math.max(0, clock.getAsLong() - ended.startMillis) / MILLIS;
    finish(ended, seconds, success, reason, facts);
    return Answers.success(out -> out.object().field("seconds", seconds).end());
  }

  /** Success unless somebody says otherwise. */
  private static boolean isSuccess(Map<String, Object> body) {
    return switch (Facts.text(body.get("success")).toLowerCase(Locale.ROOT)) {
      case "", "true" -> true;
      case "false" -> false;
      default -> throw ApiException.badData("'success' is true or false");
    };
  }

  private static String id(Params params) {
    String id = params.path("id");
    if (!ID.matcher(id).matches()) {
      throw ApiException.badData("an id has 1 to 128 letters, digits and . _ : @ -");
    }
    return id;
  }

  private static @Nullable Object json(Params params) {
    try {
      return YamlValue.parse(Body.text(params.request()));
    } catch (YamlException e) {
      throw ApiException.badData("the body: " + e.getMessage());
    }
  }

  /** {@code {type, operationId, duration, metadata, result}}, or a list of such. */
  private Response dataPoints(Params params) {
    Object body = json(params);
    return ingested.counting(
        "datapoints",
        () -> {
          List<Map<String, Object>> all =
              body instanceof List<?> list ? Facts.maps(list) : List.of(Facts.map(body));
          for (int i = 0; i < all.size(); i++) {
            check(all.get(i), i);
          }
          all.forEach(this::take);
          return all.size();
        });
  }

  private static void check(Map<String, Object> point, int index) {
    try {
      if (Facts.name(point.get("type")).isEmpty()) {
        throw new IllegalArgumentException("'type' is missing");
      }
      seconds(point.get("duration"));
      isSuccess(Facts.map(point.get("result")));
    } catch (IllegalArgumentException | ApiException e) {
      throw ApiException.badData("data point " + index + ": " + e.getMessage());
    }
  }

  /** A number is of milliseconds; a text has its unit. */
  private static double seconds(@Nullable Object duration) {
    double seconds =
        duration instanceof String text
            ? PromDuration.parse(text).toMillis() / MILLIS
            : Facts.number(duration) / MILLIS;
    if (!(seconds >= 0) || seconds > MAX_AGE_MILLIS) {
      throw new IllegalArgumentException("'duration' is a number of milliseconds, or \"1s500ms\"");
    }
    return seconds;
  }

  private void take(Map<String, Object> point) {
    Map<String, Object> result = Facts.map(point.get("result"));
    Map<String, Object> facts = new LinkedHashMap<>(Facts.map(point.get("metadata")));
    result.forEach((name, value) -> facts.put("result." + name, value));
    String id = Facts.name(point.get("operationId"));
    if (!id.isEmpty()) {
      facts.put("operation.id", id);
    }
    double seconds = seconds(point.get("duration"));
    long start = clock.getAsLong() - Math.round(seconds * MILLIS);
    Running done = begin(Facts.name(point.get("type")), null, start, facts);
    finish(done, seconds, isSuccess(result), Facts.name(result.get("reason")), facts);
  }

  private static Running begin(
      String name, @Nullable String traceparent, long startMillis, Map<String, Object> facts) {
    var parent = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
    boolean known = parent.matches();
    String trace = known ? parent.group(1) : hex() + hex();
    SpanContext span =
        SpanContext.create(trace, hex(), TraceFlags.getSampled(), TraceState.getDefault());
    long parentId = known ? Long.parseUnsignedLong(parent.group(2), 16) : 0;
    return new Running(name, span, parentId, startMillis, facts);
  }

  private static String hex() {
    long bits = ThreadLocalRandom.current().nextLong();
    String digits = Long.toHexString(bits == 0 ? 1 : bits);
    return "0".repeat(16 - digits.length()) + digits;
  }

  private void finish(
      Running done, double seconds, boolean success, String reason, Map<String, Object> facts) {
    metrics
        .get()
        .histogram(BusinessMetrics.OPERATION_DURATION)
        .labels(done.name, success ? "success" : "error")
        .record(seconds);
    Map<String, Object> all = new LinkedHashMap<>(facts);
    if (!success) {
      all.put("error.type", reason.isEmpty() ? "unknown" : reason);
    }
    long start = done.startMillis * NANOS;
    spans.accept(
        new OutsideSpan(
            done.span,
            done.parent,
            done.name,
            SpanKind.INTERNAL,
            start,
            start + Math.round(seconds * MILLIS) * NANOS,
            success ? StatusCode.UNSET : StatusCode.ERROR,
            success ? "" : reason,
            Facts.attributes(all),
            List.of(),
            List.of(),
            SCOPE,
            Math.max(0, all.size() - Facts.MAX_ATTRIBUTES)));
  }
}
