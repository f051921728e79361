// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.spi.event.BusinessEvent;
import io.obsagent.spi.event.BusinessEvents;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts an entry's attributes on the span, and sends its event. Thread-safe. */
final class Description {
  static final MetricDefinition EVENTS =
      MetricDefinition.counter("business_events_total", "Events of the application's business.")
          .unit("{event}")
          .labels("event");

  private final List<String> names;
  private final boolean onSpan;
  private final @Nullable String event;
  private final Metrics.Counter.@Nullable Series events;

  Description(MethodEntry entry, Metrics metrics) {
    this.names = List.copyOf(entry.attributes().keySet());
    this.onSpan = entry.span() != null && !names.isEmpty();
    this.event = entry.event();
    this.events = event == null ? null : metrics.counter(EVENTS).labels(event);
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
    if (onSpan && span.isRecording()) {
      for (int i = 0; i < values.length; i++) {
        set(span, names.get(i), values[i]);
      }
    }
    if (event != null && events != null) {
      events.add(1);
      BusinessEvents.record(
          new BusinessEvent(event, System.currentTimeMillis(), attributes(values), trace(span)));
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

  private Map<String, Object> attributes(@Nullable Object[] values) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        attributes.put(names.get(i), values[i]);
      }
    }
    return attributes;
  }

  private static String trace(Span span) {
    SpanContext context = span.getSpanContext();
    return context.isValid() ? context.getTraceId() : "";
  }
}
