// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the values of a template are worth: truth, text, length, order, fields. */
final class Values {
  private static final int MAX_NESTING = 8;
  private static final int MAX_TEXT = 1 << 20;

  private Values() {}

  static boolean truth(@Nullable Object value) {
    if (value instanceof TemplateObject object) {
      Object elements = object.elements();
      return elements == null || truth(elements);
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof Double number) {
      return number != 0;
    }
    if (value instanceof Duration duration) {
      return !duration.isZero();
    }
    if (value instanceof ZonedDateTime) {
      return true;
    }
    return value != null && size(value) != 0;
  }

  /** Number of characters in bytes or of elements; -1 for what has no length. */
  static int size(@Nullable Object value) {
    if (value instanceof String || value instanceof SafeHtml) {
      return value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    return value instanceof TemplateObject object ? size(object.elements()) : -1;
  }

  /** As Go's {@code %v} prints it; cut where it gets very long. */
  static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    append(value, 0, text);
    return text.toString();
  }

  private static void append(@Nullable Object value, int nesting, StringBuilder text) {
    if (nesting > MAX_NESTING || text.length() > MAX_TEXT) {
      text.append('…');
    } else if (value == null) {
      text.append("<no value>");
    } else if (value instanceof Double number) {
      text.append(Numbers.shortest(number));
    } else if (value instanceof ZonedDateTime time) {
      text.append(Times.text(time));
    } else if (value instanceof Duration duration) {
      text.append(Durations.text(duration));
    } else if (value instanceof TemplateObject object && object.text() != null) {
      text.append(object.text());
    } else if (value instanceof TemplateObject object && object.elements() != null) {
      append(object.elements(), nesting + 1, text);
    } else if (value instanceof List<?> list) {
      text.append('[');
      String separator = "";
      for (Object element : list) {
        append(element, nesting + 1, text.append(separator));
        separator = " ";
        if (text.length() > MAX_TEXT) {
          break;
        }
      }
      text.append(']');
    } else if (value instanceof Map<?, ?> map) {
      text.append("map[");
      String separator = "";
      for (Map.Entry<String, Object> entry : sorted(map).entrySet()) {
        text.append(separator).append(entry.getKey()).append(':');
        append(entry.getValue(), nesting + 1, text);
        separator = " ";
        if (text.length() > MAX_TEXT) {
          break;
        }
      }
      text.append(']');
    } else {
      text.append(value);
    }
  }

  static TreeMap<String, Object> sorted(Map<?, ?> map) {
    TreeMap<String, Object> sorted = new TreeMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      sorted.put(String.valueOf(entry.getKey()), entry.getValue());
    }
    return sorted;
  }

  static boolean equal(@Nullable Object left, @Nullable Object right) throws TemplateException {
    if (left instanceof Number && right instanceof Number) {
      return compare(left, right) == 0;
    }
    if (left == null || right == null) {
      return left == right;
    }
    if (left instanceof List<?> || left instanceof Map<?, ?>) {
      throw new TemplateException("non-comparable type");
    }
    if (!kind(left).equals(kind(right))) {
      throw new TemplateException("incompatible types for comparison");
    }
    return left.toString().equals(right.toString());
  }

  static int compare(@Nullable Object left, @Nullable Object right) throws TemplateException {
    if (left instanceof Long a && right instanceof Long b) {
      return Long.compare(a, b);
    }
    if (left instanceof Number a && right instanceof Number b) {
      // NaN is neither less than, equal to, nor greater than anything.
      double x = a.doubleValue();
      double y = b.doubleValue();
      return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
    }
    if (left instanceof String a && right instanceof String b) {
      return Integer.signum(a.compareTo(b));
    }
    if (left instanceof Duration a && right instanceof Duration b) {
      return Integer.signum(a.compareTo(b));
    }
    throw new TemplateException("incompatible types for comparison");
  }

  static String kind(@Nullable Object value) {
    if (value instanceof String || value instanceof SafeHtml) {
      return "string";
    }
    if (value instanceof Long) {
      return "int";
    }
    if (value instanceof Double) {
      return "float64";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof ZonedDateTime) {
      return "time.Time";
    }
    if (value instanceof Duration) {
      return "time.Duration";
    }
    if (value instanceof List<?>) {
      return "list";
    }
    return value instanceof Map<?, ?> ? "map" : value == null ? "nil" : "object";
  }

  /** A field or, with arguments, a method of a value. */
  static @Nullable Object member(@Nullable Object value, String name, List<@Nullable Object> args)
      throws TemplateException {
    if (value == null) {
      return null;
    }
    if (value instanceof TemplateObject object) {
      return object.get(name, args);
    }
    if (value instanceof ZonedDateTime time) {
      return Times.member(time, name, args);
    }
    if (value instanceof Duration duration) {
      return Durations.member(duration, name);
    }
    if (value instanceof Map<?, ?> map && args.isEmpty()) {
      Object found = map.get(name);
      return found == null ? "" : found;
    }
    throw new TemplateException("can't evaluate field " + name + " in type " + kind(value));
  }
}
