// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.event.Event;
import io.obsagent.spi.event.Events;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the application says has happened: one more in {@link BusinessMetrics#EVENTS}, an event of
 * the current span, and one among the agent's events. Thread-safe; for a request's thread.
 */
public final class BusinessEvents {
  private static final int MAX_NAME = 256;

  private BusinessEvents() {}

  /**
   * @param source by what it is told: {@code obs-api}
   * @param name of low cardinality; cut after 256 characters
   * @param attributes numbers and truth values stay such, other values become text
   */
  public static void tell(String source, String name, Map<String, ?> attributes) {
    String bounded = name.substring(0, Math.min(name.length(), MAX_NAME));
    Telemetry.metrics().counter(BusinessMetrics.EVENTS).labels(bounded).add(1);
    Span span = Span.current();
    span.addEvent(bounded, attributes(attributes));
    Events.publish(
        new Event(
            id(),
            System.currentTimeMillis(),
            bounded,
            source,
            bounded,
            texts(attributes, span.getSpanContext())));
  }

  private static String id() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  private static Map<String, String> texts(Map<String, ?> attributes, SpanContext span) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (span.isValid()) {
      texts.put("trace_id", span.getTraceId());
    }
    for (Map.Entry<String, ?> entry : attributes.entrySet()) {
      if (entry.getKey() != null && entry.getValue() != null) {
        texts.put(entry.getKey(), String.valueOf(entry.getValue()));
      }
    }
    return texts;
  }

  /** The same as attributes of a span; what has no name or no value is left out. */
  public static Attributes attributes(Map<String, ?> values) {
    AttributesBuilder builder = Attributes.builder();
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      put(builder, entry.getKey(), entry.getValue());
    }
    return builder.build();
  }

  private static void put(
      AttributesBuilder builder, @Nullable String name, @Nullable Object value) {
    if (name == null || name.isEmpty() || value == null) {
      return;
    }
    if (value instanceof Boolean truth) {
      builder.put(name, (boolean) truth);
    } else if (value instanceof Double || value instanceof Float) {
      builder.put(name, ((Number) value).doubleValue());
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      builder.put(name, ((Number) value).longValue());
    } else {
      builder.put(name, String.valueOf(value));
    }
  }
}
