// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.ApplicationSpan;
import io.obsagent.spi.telemetry.ApplicationTracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A span of the application's, which begins as one of the agent's. Not thread-safe. */
final class BridgedSpanBuilder implements SpanBuilder {
  private static final Guard GUARD = Guard.of(BridgedSpanBuilder.class);

  private final String scope;
  private final String name;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<SpanContext> links = new ArrayList<>();
  private @Nullable Context parent;
  private SpanKind kind = SpanKind.INTERNAL;
  private long startNanos;

  BridgedSpanBuilder(String scope, String name) {
    this.scope = scope;
    this.name = name;
  }

  @Override
  public SpanBuilder setParent(@Nullable Context context) {
    parent = context == null ? parent : context;
    return this;
  }

  @Override
  public SpanBuilder setNoParent() {
    parent = Context.root();
    return this;
  }

  @Override
  public SpanBuilder addLink(@Nullable SpanContext link) {
    if (link != null && link.isValid()) {
      links.add(link);
    }
    return this;
  }

  @Override
  public SpanBuilder addLink(@Nullable SpanContext link, @Nullable Attributes attributes) {
    return addLink(link);
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, @Nullable String value) {
    return put(key, value);
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, long value) {
    return put(key, value);
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, double value) {
    return put(key, value);
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, boolean value) {
    return put(key, value);
  }

  @Override
  public <T> SpanBuilder setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    return put(key == null ? null : key.getKey(), value);
  }

  private SpanBuilder put(@Nullable String key, @Nullable Object value) {
    if (key != null && value != null && !key.isEmpty()) {
      attributes.put(key, value);
    }
    return this;
  }

  @Override
  public SpanBuilder setSpanKind(@Nullable SpanKind spanKind) {
    kind = spanKind == null ? kind : spanKind;
    return this;
  }

  @Override
  public SpanBuilder setStartTimestamp(long timestamp, @Nullable TimeUnit unit) {
    startNanos = unit == null || timestamp < 0 ? startNanos : unit.toNanos(timestamp);
    return this;
  }

  @Override
  public Span startSpan() {
    Context above = parent == null ? Context.current() : parent;
    try {
      ApplicationSpan span = start(BridgedContext.of(above).agents);
      if (span != null) {
        return new BridgedSpan(span);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return Span.wrap(Span.fromContext(above).getSpanContext());
  }

  private @Nullable ApplicationSpan start(Object above) {
    ApplicationSpan span =
        ApplicationTracing.get()
            .start(new ApplicationTracing.Start(above, name, kind.name(), scope, startNanos));
    if (span != null) {
      for (SpanContext link : links) {
        span.link(link.getTraceId(), link.getSpanId(), link.isSampled());
      }
      for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
        span.attribute(attribute.getKey(), attribute.getValue());
      }
    }
    return span;
  }
}
