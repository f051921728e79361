// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what JSON, or a message decoded as JSON, holds: maps, lists, texts, numbers. */
final class Facts {
  static final int MAX_ATTRIBUTES = 128;
  private static final int MAX_NAME = 256;
  private static final int MAX_VALUE = 4_096;

  private Facts() {}

  /** Empty where there is none. */
  @SuppressWarnings("unchecked") // its keys are texts
  static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /** The maps of a list; empty where there is none. */
  static List<Map<String, Object>> maps(@Nullable Object value) {
    List<Map<String, Object>> maps = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object one : list) {
        maps.add(map(one));
      }
    }
    return maps;
  }

  static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /** Empty where there is none. */
  static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  /** Cut at what names may have. */
  static String name(@Nullable Object value) {
    String text = text(value);
    return text.substring(0, Math.min(text.length(), MAX_NAME));
  }

  /**
   * A number, which JSON writes as text where it has 64 bits.
   *
   * @throws IllegalArgumentException if it is none
   */
  static long integer(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    return value == null ? 0 : Long.parseUnsignedLong(String.valueOf(value));
  }

  /**
   * @return NaN where there is none
   * @throws IllegalArgumentException if it is none
   */
  static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value == null ? Double.NaN : Double.parseDouble(String.valueOf(value));
  }

  /** Attributes of texts, truth values and numbers; other values as text, all of them bounded. */
  static void put(AttributesBuilder builder, String name, @Nullable Object value) {
    if (name.isEmpty() || value == null) {
      return;
    }
    String key = name(name);
    if (value instanceof Boolean truth) {
      builder.put(key, (boolean) truth);
    } else if (value instanceof Long || value instanceof Integer) {
      builder.put(key, ((Number) value).longValue());
    } else if (value instanceof Double number) {
      builder.put(key, (double) number);
    } else {
      String text = text(value);
      builder.put(key, text.substring(0, Math.min(text.length(), MAX_VALUE)));
    }
  }

  static Attributes attributes(Map<String, ?> values) {
    AttributesBuilder builder = Attributes.builder();
    int count = 0;
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      if (count++ < MAX_ATTRIBUTES) {
        put(builder, entry.getKey(), entry.getValue());
      }
    }
    return builder.build();
  }
}
