// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.ApplicationSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A span of the agent's as the application sees it. Thread-safe. */
final class BridgedSpan implements Span {
  private static final Guard GUARD = Guard.of(BridgedSpan.class);

  final ApplicationSpan span;
  private volatile @Nullable SpanContext context;

  BridgedSpan(ApplicationSpan span) {
    this.span = span;
  }

  static Map<String, Object> plain(@Nullable Attributes attributes) {
    Map<String, Object> plain = new LinkedHashMap<>();
    if (attributes != null) {
      attributes.forEach((key, value) -> plain.put(key.getKey(), value));
    }
    return plain;
  }

  /** What the application does to a span is never its concern again. */
  private Span guarded(Runnable change) {
    try {
      change.run();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return this;
  }

  @Override
  public <T> Span setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    if (key != null && value != null && !key.getKey().isEmpty()) {
      guarded(() -> span.attribute(key.getKey(), value));
    }
    return this;
  }

  @Override
  public Span addEvent(@Nullable String name, @Nullable Attributes attributes) {
    return name == null ? this : guarded(() -> span.event(name, plain(attributes), 0));
  }

  @Override
  public Span addEvent(
      @Nullable String name,
      @Nullable Attributes attributes,
      long timestamp,
      @Nullable TimeUnit unit) {
    return name == null || unit == null
        ? this
        : guarded(() -> span.event(name, plain(attributes), unit.toNanos(timestamp)));
  }

  @Override
  public Span setStatus(@Nullable StatusCode code, @Nullable String description) {
    return code == null
        ? this
        : guarded(() -> span.status(code.name(), description == null ? "" : description));
  }

  @Override
  public Span recordException(@Nullable Throwable thrown, @Nullable Attributes attributes) {
    return thrown == null ? this : guarded(() -> span.exception(thrown, plain(attributes)));
  }

  @Override
  public Span updateName(@Nullable String name) {
    return name == null ? this : guarded(() -> span.rename(name));
  }

  /** Of the API since 1.37, which calls it. */
  public Span addLink(@Nullable SpanContext link) {
    return addLink(link, Attributes.empty());
  }

  /** Of the API since 1.37, which calls it. */
  public Span addLink(@Nullable SpanContext link, Attributes attributes) {
    return link == null || !link.isValid()
        ? this
        : guarded(() -> span.link(link.getTraceId(), link.getSpanId(), link.isSampled()));
  }

  @Override
  public void end() {
    guarded(() -> span.end(0));
  }

  @Override
  public void end(long timestamp, @Nullable TimeUnit unit) {
    guarded(() -> span.end(unit == null ? 0 : unit.toNanos(timestamp)));
  }

  @Override
  public boolean isRecording() {
    try {
      return span.isRecording();
    } catch (Throwable e) {
      GUARD.caught(e);
      return false;
    }
  }

  @Override
  public SpanContext getSpanContext() {
    SpanContext known = context;
    if (known == null) {
      try {
        known = newContext();
      } catch (Throwable e) {
        GUARD.caught(e);
        return SpanContext.getInvalid();
      }
      context = known;
    }
    return known;
  }

  private SpanContext newContext() {
    TraceFlags flags = span.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
    TraceState state = state(span.traceState());
    return span.isRemote()
        ? SpanContext.createFromRemoteParent(span.traceId(), span.spanId(), flags, state)
        : SpanContext.create(span.traceId(), span.spanId(), flags, state);
  }

  private static TraceState state(String header) {
    if (header.isEmpty()) {
      return TraceState.getDefault();
    }
    TraceStateBuilder builder = TraceState.builder();
    String[] members = header.split(",");
    for (int i = members.length - 1; i >= 0; i--) { // put adds in front
      int separator = members[i].indexOf('=');
      if (separator > 0) {
        builder.put(members[i].substring(0, separator).trim(), members[i].substring(separator + 1));
      }
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return span.toString();
  }
}
