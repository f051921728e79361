// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods.expr;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What compiled expressions do with values. Of the application's objects no method is called here
 * but {@code name()} of an enumeration, which is final.
 */
final class Values {
  /** Whole numbers that are asked for again and again have their text kept. */
  private static final int TEXTS = 256;

  private static final String[] SMALL = new String[TEXTS];

  static {
    for (int i = 0; i < TEXTS; i++) {
      SMALL[i] = Integer.toString(i);
    }
  }

  private Values() {}

  /** For an attribute or a comparison: texts, numbers and booleans; an optional's value. */
  static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  /** For a label: empty for null. */
  static String text(@Nullable Object any) {
    Object value = plain(any);
    if (value instanceof String text) {
      return text;
    }
    if (value == null) {
      return "";
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return text(((Number) value).longValue());
    }
    if (value instanceof Double || value instanceof Float) {
      return text(((Number) value).doubleValue());
    }
    if (value instanceof Throwable || value instanceof Class<?>) {
      return (value instanceof Class<?> type ? type : value.getClass()).getName();
    }
    if (value.getClass().getClassLoader() == null) {
      return value.toString();
    }
    throw new IllegalArgumentException(
        value.getClass().getName() + " is no text, number or enumeration; name what of it");
  }

  /** For an attribute: a text, a long, a double or a boolean; null for null. */
  static @Nullable Object attribute(@Nullable Object any) {
    Object value = plain(any);
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Long || value instanceof Double) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return value instanceof Float number ? (Object) (double) number : text(value);
  }

  static String text(long value) {
    return value >= 0 && value < TEXTS ? SMALL[(int) value] : Long.toString(value);
  }

  static String text(double value) {
    return value == (long) value ? text((long) value) : Double.toString(value);
  }

  static String text(boolean value) {
    return value ? "true" : "false";
  }

  /** NaN for null. */
  static double number(@Nullable Object any) {
    Object value = plain(any);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Duration duration) {
      return duration.toNanos() / 1e9;
    }
    throw new IllegalArgumentException(value.getClass().getName() + " is no number");
  }

  static double number(boolean value) {
    return value ? 1 : 0;
  }

  /** Null and false are false, all else is true. */
  static boolean truth(@Nullable Object any) {
    Object value = plain(any);
    return value instanceof Boolean truth ? truth : value != null;
  }

  /**
   * Numbers by value; enumerations also by their name; other objects of the application by
   * identity.
   */
  static boolean same(@Nullable Object first, @Nullable Object second) {
    Object a = plain(first);
    Object b = plain(second);
    if (a == b) {
      return true;
    }
    if (a == null || b == null) {
      return false;
    }
    if (a instanceof Number && b instanceof Number) {
      return number(a) == number(b);
    }
    if (a instanceof Enum<?> constant && b instanceof String) {
      return constant.name().equals(b);
    }
    if (b instanceof Enum<?> constant && a instanceof String) {
      return constant.name().equals(a);
    }
    if (a instanceof Character || b instanceof Character) {
      return text(a).equals(text(b));
    }
    return a.getClass().getClassLoader() == null
        && b.getClass() == a.getClass()
        && isValue(a)
        && a.equals(b);
  }

  /** Not collections: these ask their elements. */
  private static boolean isValue(Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof java.util.UUID
        || value instanceof java.time.temporal.TemporalAccessor;
  }

  static boolean different(@Nullable Object first, @Nullable Object second) {
    return !same(first, second);
  }

  static boolean less(double a, double b) {
    return a < b;
  }

  static boolean atMost(double a, double b) {
    return a <= b;
  }

  static boolean equal(double a, double b) {
    return a == b;
  }

  static boolean unequal(double a, double b) {
    return a != b;
  }

  static boolean opposite(boolean value) {
    return !value;
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** What lies outside of the text is left out. */
  static String substring(int from, int to, String text) {
    int end = Math.min(to, text.length());
    return from >= end ? "" : text.substring(from, end);
  }

  /** The first 16 hexadecimal digits of SHA-256 over salt and text; empty of an empty text. */
  static String hash(byte[] salt, String text) {
    if (text.isEmpty()) {
      return "";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
