// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A finished span that holds nothing but what it tells: no request, no connection, no class of the
 * application. For whoever keeps spans longer than a moment. Immutable.
 *
 * @param attributes in their order
 */
public record SpanCopy(
    SpanContext context,
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    long parentSpanId,
    boolean isParentRemote,
    String name,
    SpanKind kind,
    long startEpochNanos,
    long endEpochNanos,
    StatusCode statusCode,
    String statusDescription,
    Map<AttributeKey<?>, Object> attributes,
    List<Event> events,
    List<SpanContext> links,
    String scope,
    int droppedAttributes)
    implements FinishedSpan {

  /** Reads all that a span tells; for agent threads. */
  public static SpanCopy of(FinishedSpan span) {
    if (span instanceof SpanCopy copy) {
      return copy;
    }
    Map<AttributeKey<?>, Object> attributes = new LinkedHashMap<>();
    span.forEachAttribute(attributes::put);
    SpanContext context = span.context();
    return new SpanCopy(
        SpanContext.create(
            context.getTraceId(),
            context.getSpanId(),
            context.getTraceFlags(),
            context.getTraceState()),
        span.traceIdHigh(),
        span.traceIdLow(),
        span.spanId(),
        span.parentSpanId(),
        span.isParentRemote(),
        span.name(),
        span.kind(),
        span.startEpochNanos(),
        span.endEpochNanos(),
        span.statusCode(),
        span.statusDescription(),
        Collections.unmodifiableMap(attributes),
        span.events(),
        span.links().stream().map(SpanCopy::copy).toList(),
        span.scope(),
        span.droppedAttributes());
  }

  /** A link's context may be a span of this process, which is its own context. */
  private static SpanContext copy(SpanContext link) {
    return SpanContext.create(
        link.getTraceId(), link.getSpanId(), link.getTraceFlags(), link.getTraceState());
  }

  @Override
  public void forEachAttribute(BiConsumer<AttributeKey<?>, Object> consumer) {
    attributes.forEach(consumer);
  }

  @Override
  public int attributeCount() {
    return attributes.size();
  }
}
