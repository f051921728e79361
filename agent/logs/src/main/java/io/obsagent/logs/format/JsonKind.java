// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names and order of the fields of a line. Thread-safe. */
abstract class JsonKind {
  /** Told by fields of their own. */
  private static final Set<String> TOLD =
      Set.of("trace_id", "span_id", "trace_flags", "correlation_id", "thread.name");

  /** The value of {@code logging.format}, which is not off. */
  static JsonKind of(String format, Map<String, String> resource) {
    return switch (format) {
      case "ecs" -> new EcsKind(resource);
      case "logstash" -> new LogstashKind(resource);
      case "otel" -> new OtelKind(resource);
      default -> new PlainKind(resource);
    };
  }

  /** One object, without the line feed, into an empty buffer. */
  abstract void write(JsonBuffer out, LogLine line);

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** {@code ,"name":"value"} as bytes, for what never changes; empty without a value. */
  static byte[] constant(String name, @Nullable String value) {
    return value == null || value.isEmpty()
        ? new byte[0]
        : new JsonBuffer().raw(',').string(name).raw(':').string(value).toBytes();
  }

  static String service(Map<String, String> resource) {
    return resource.getOrDefault("service.name", "");
  }

  /**
   * @param prefix comma, name and colon
   */
  static void string(JsonBuffer out, byte[] prefix, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      out.raw(prefix).string(value);
    }
  }

  /** All attributes as fields of the object that is open, the told ones left out. */
  static void attributes(JsonBuffer out, LogLine line, Set<String> taken) {
    for (Map.Entry<String, ?> each : line.attributes().entrySet()) {
      String key = each.getKey();
      Object value = each.getValue();
      if (out.isFull()) {
        return;
      }
      if (key != null && value != null && !TOLD.contains(key)) {
        out.name(taken.contains(key) ? key + "_" : key);
        value(out, line, key, value);
      }
    }
  }

  static boolean isTold(@Nullable String key) {
    return key == null || TOLD.contains(key);
  }

  private static void value(JsonBuffer out, LogLine line, String key, Object value) {
    if (value instanceof Boolean || isFinite(value)) {
      out.raw(ascii(value.toString()));
    } else {
      out.string(line.attribute(key, text(value)));
    }
  }

  /** Of the JDK's numbers, whose text is JSON's as well. */
  static boolean isFinite(Object value) {
    return isWhole(value)
        || value instanceof Double d && Double.isFinite(d)
        || value instanceof Float f && Float.isFinite(f);
  }

  static boolean isWhole(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte;
  }

  /** The application's object as text; whatever it throws instead is not its logger's. */
  static String text(Object value) {
    try {
      String text = value.toString();
      return text == null ? "" : text;
    } catch (RuntimeException | StackOverflowError unreadable) {
      return value.getClass().getName() + " (" + unreadable.getClass().getName() + ")";
    }
  }
}
