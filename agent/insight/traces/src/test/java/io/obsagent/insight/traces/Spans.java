// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan.Event;
import io.obsagent.spi.export.SpanCopy;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes spans for tests. */
final class Spans {
  static final long HIGH = 0x0af7651916cd43ddL;

  private Spans() {}

  static SpanCopy span(long trace, long id, long parent, SpanKind kind, long start, long end) {
    return span(trace, id, parent, kind, start, end, "GET /items/{id}", Map.of());
  }

  static SpanCopy span(
      long trace,
      long id,
      long parent,
      SpanKind kind,
      long start,
      long end,
      String name,
      Map<String, ?> attributes) {
    Map<AttributeKey<?>, Object> typed = new LinkedHashMap<>();
    new TreeMap<>(attributes).forEach((key, value) -> typed.put(key(key, value), value));
    SpanContext context =
        SpanContext.create(
            SpanCodec.hex(HIGH) + SpanCodec.hex(trace),
            SpanCodec.hex(id),
            TraceFlags.getSampled(),
            TraceState.getDefault());
    return new SpanCopy(
        context,
        HIGH,
        trace,
        id,
        parent,
        false,
        name,
        kind,
        start,
        end,
        StatusCode.UNSET,
        "",
        typed,
        List.of(),
        List.of(),
        "io.obsagent.test",
        0);
  }

  private static AttributeKey<?> key(String key, Object value) {
    if (value instanceof Long) {
      return AttributeKey.longKey(key);
    }
    if (value instanceof Double) {
      return AttributeKey.doubleKey(key);
    }
    if (value instanceof Boolean) {
      return AttributeKey.booleanKey(key);
    }
    return value instanceof List ? AttributeKey.stringArrayKey(key) : AttributeKey.stringKey(key);
  }

  static SpanCopy failed(SpanCopy span, String description, Event... events) {
    return with(span, StatusCode.ERROR, description, List.of(events), span.isParentRemote());
  }

  static SpanCopy remote(SpanCopy span) {
    return with(span, span.statusCode(), span.statusDescription(), span.events(), true);
  }

  private static SpanCopy with(
      SpanCopy span, StatusCode status, String description, List<Event> events, boolean remote) {
    return new SpanCopy(
        span.context(),
        span.traceIdHigh(),
        span.traceIdLow(),
        span.spanId(),
        span.parentSpanId(),
        remote,
        span.name(),
        span.kind(),
        span.startEpochNanos(),
        span.endEpochNanos(),
        status,
        description,
        span.attributes(),
        events,
        span.links(),
        span.scope(),
        span.droppedAttributes());
  }

  static Event exception(String type, String message, String stackTrace, long nanos) {
    return new Event(
        "exception",
        nanos,
        Attributes.of(
            AttributeKey.stringKey("exception.type"),
            type,
            AttributeKey.stringKey("exception.message"),
            message,
            AttributeKey.stringKey("exception.stacktrace"),
            stackTrace));
  }
}
