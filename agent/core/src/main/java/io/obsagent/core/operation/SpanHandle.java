// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.ApplicationSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A span of the agent's API for who has only words of the JDK. */
record SpanHandle(Span span) implements ApplicationSpan {
  static SpanContext context(String traceId, String spanId, boolean sampled, boolean remote) {
    TraceFlags flags = sampled ? TraceFlags.getSampled() : TraceFlags.getDefault();
    return remote
        ? SpanContext.createFromRemoteParent(traceId, spanId, flags, TraceState.getDefault())
        : SpanContext.create(traceId, spanId, flags, TraceState.getDefault());
  }

  @Override
  public String traceId() {
    return span.getSpanContext().getTraceId();
  }

  @Override
  public String spanId() {
    return span.getSpanContext().getSpanId();
  }

  @Override
  public boolean isSampled() {
    return span.getSpanContext().isSampled();
  }

  @Override
  public boolean isRemote() {
    return span.getSpanContext().isRemote();
  }

  @Override
  public String traceState() {
    String state = span instanceof LocalSpan local ? local.root().traceState() : null;
    return state == null ? "" : state;
  }

  @Override
  public boolean isRecording() {
    return span.isRecording();
  }

  @Override
  public void attribute(String name, Object value) {
    if (value instanceof String text) {
      span.setAttribute(name, text);
    } else if (value instanceof Long number) {
      span.setAttribute(name, (long) number);
    } else if (value instanceof Double number) {
      span.setAttribute(name, (double) number);
    } else if (value instanceof Boolean truth) {
      span.setAttribute(name, (boolean) truth);
    } else {
      span.setAllAttributes(attributes(Map.of(name, value)));
    }
  }

  @Override
  public void event(String name, Map<String, Object> attributes, long epochNanos) {
    if (epochNanos == 0) {
      span.addEvent(name, attributes(attributes));
    } else {
      span.addEvent(name, attributes(attributes), epochNanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void exception(Throwable thrown, Map<String, Object> attributes) {
    span.recordException(thrown, attributes(attributes));
  }

  @Override
  public void link(String traceId, String spanId, boolean sampled) {
    span.addLink(context(traceId, spanId, sampled, false));
  }

  @Override
  public void status(String code, String description) {
    span.setStatus(StatusCode.valueOf(code), description);
  }

  @Override
  public void rename(String name) {
    span.updateName(name);
  }

  @Override
  public void end(long epochNanos) {
    if (epochNanos == 0) {
      span.end();
    } else {
      span.end(epochNanos, TimeUnit.NANOSECONDS);
    }
  }

  private static Attributes attributes(Map<String, Object> values) {
    AttributesBuilder builder = Attributes.builder();
    values.forEach((name, value) -> put(builder, name, value));
    return builder.build();
  }

  @SuppressWarnings("unchecked") // a list of the first one's type
  private static void put(AttributesBuilder builder, String name, Object value) {
    if (value instanceof Long number) {
      builder.put(name, (long) number);
    } else if (value instanceof Double number) {
      builder.put(name, (double) number);
    } else if (value instanceof Boolean truth) {
      builder.put(name, (boolean) truth);
    } else if (!(value instanceof List<?> list)) {
      builder.put(name, value.toString());
    } else if (list.stream().allMatch(Long.class::isInstance) && !list.isEmpty()) {
      builder.put(AttributeKey.longArrayKey(name), (List<Long>) list);
    } else if (list.stream().allMatch(Double.class::isInstance) && !list.isEmpty()) {
      builder.put(AttributeKey.doubleArrayKey(name), (List<Double>) list);
    } else if (list.stream().allMatch(Boolean.class::isInstance) && !list.isEmpty()) {
      builder.put(AttributeKey.booleanArrayKey(name), (List<Boolean>) list);
    } else {
      builder.put(AttributeKey.stringArrayKey(name), list.stream().map(String::valueOf).toList());
    }
  }
}
