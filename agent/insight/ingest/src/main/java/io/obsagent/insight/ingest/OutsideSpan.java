// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A span that was not made in this process. Immutable.
 *
 * @param parentSpanId 0 for the root of a trace
 */
record OutsideSpan(
    SpanContext context,
    long parentSpanId,
    String name,
    SpanKind kind,
    long startEpochNanos,
    long endEpochNanos,
    StatusCode statusCode,
    String statusDescription,
    Attributes attributes,
    List<Event> events,
    List<SpanContext> links,
    String scope,
    int droppedAttributes)
    implements FinishedSpan {
  private static final int HEX = 16;

  @Override
  public long traceIdHigh() {
    return Long.parseUnsignedLong(context.getTraceId(), 0, HEX, HEX);
  }

  @Override
  public long traceIdLow() {
    return Long.parseUnsignedLong(context.getTraceId(), HEX, 2 * HEX, HEX);
  }

  @Override
  public long spanId() {
    return Long.parseUnsignedLong(context.getSpanId(), HEX);
  }

  @Override
  public boolean isParentRemote() {
    return parentSpanId != 0 && (kind == SpanKind.SERVER || kind == SpanKind.CONSUMER);
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
