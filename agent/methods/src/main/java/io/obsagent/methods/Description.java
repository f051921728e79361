// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.spi.event.Event;
import io.obsagent.spi.event.Events;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.telemetry.BusinessMetrics;
import io.obsagent.spi.telemetry.Users;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Puts an entry's attributes on the span, and sends its event. Thread-safe. */
final class Description {
  /** The attribute that tells who the user is: distinct ones are counted. */
  private static final String USER = "user.id";

  private final List<String> names;
  private final boolean onSpan;

  /** Which of them tells who the user is, or -1. */
  private final int user;

  private final @Nullable String event;
  private final Metrics.Counter.@Nullable Series events;

  Description(MethodEntry entry, Metrics metrics) {
    this.names = List.copyOf(entry.attributes().keySet());
    this.user = names.indexOf(USER);
    this.onSpan = entry.span() != null && !names.isEmpty();
    this.event = entry.event();
    this.events = event == null ? null : metrics.counter(BusinessMetrics.EVENTS).labels(event);
  }

  /** Whether there is anything to do. */
  boolean isNeeded() {
    return onSpan || event != null;
  }

  /**
   * @param values in the order of the names
   */
  void describe(@Nullable Object token, @Nullable Object[] values) {
    Span span =
        token instanceof Running running && running.operation() != null
            ? running.operation().span()
            : Span.current();
    if (user >= 0 && values[user] != null) {
      Users.count(values[user].toString());
    }
    if (onSpan && span.isRecording()) {
      for (int i = 0; i < values.length; i++) {
        set(span, names.get(i), values[i]);
      }
    }
    if (event != null && events != null) {
      events.add(1);
      Events.publish(
          new Event(
              id(), System.currentTimeMillis(), event, "methods", event, attributes(span, values)));
    }
  }

  private static void set(Span span, String name, @Nullable Object value) {
    if (value instanceof String text) {
      span.setAttribute(name, text);
    } else if (value instanceof Long number) {
      span.setAttribute(name, (long) number);
    } else if (value instanceof Double number) {
      span.setAttribute(name, (double) number);
    } else if (value instanceof Boolean truth) {
      span.setAttribute(name, (boolean) truth);
    }
  }

  private static String id() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  private Map<String, String> attributes(Span span, @Nullable Object[] values) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        attributes.put(names.get(i), values[i].toString());
      }
    }
    SpanContext context = span.getSpanContext();
    if (context.isValid()) {
      attributes.put("trace_id", context.getTraceId());
    }
    return attributes;
  }
}
