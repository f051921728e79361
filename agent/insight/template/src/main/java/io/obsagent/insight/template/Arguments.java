// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments of a template function, read with a type. */
final class Arguments {
  private Arguments() {}

  static void count(String function, List<@Nullable Object> args, int wanted)
      throws TemplateException {
    if (args.size() != wanted) {
      throw new TemplateException(
          "wrong number of args for " + function + ": want " + wanted + " got " + args.size());
    }
  }

  static @Nullable Object any(String function, List<@Nullable Object> args, int index)
      throws TemplateException {
    if (index >= args.size()) {
      throw new TemplateException(
          "wrong number of args for "
              + function
              + ": want at least "
              + (index + 1)
              + " got "
              + args.size());
    }
    return args.get(index);
  }

  static String string(String function, List<@Nullable Object> args, int index)
      throws TemplateException {
    Object value = any(function, args, index);
    if (value instanceof String || value instanceof SafeHtml) {
      return value.toString();
    }
    throw wrongType(function, "string", value);
  }

  static double number(String function, List<@Nullable Object> args, int index)
      throws TemplateException {
    Object value = any(function, args, index);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Duration duration) {
      return Durations.seconds(duration);
    }
    if (value instanceof String text) {
      return parse(text);
    }
    throw wrongType(function, "number", value);
  }

  private static double parse(String text) throws TemplateException {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    String bare = lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
    if (bare.equals("inf") || bare.equals("infinity")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    try {
      if (lower.equals("nan")) {
        return Double.NaN;
      }
      // Java alone would also take a type suffix and surrounding blanks.
      if (!lower.isEmpty() && "0123456789.".indexOf(lower.charAt(lower.length() - 1)) >= 0) {
        return Double.parseDouble(lower.strip().equals(lower) ? lower : "");
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new TemplateException("parsing \"" + text + "\": invalid syntax");
  }

  static Duration duration(String function, List<@Nullable Object> args, int index)
      throws TemplateException {
    if (any(function, args, index) instanceof Duration duration) {
      return duration;
    }
    throw wrongType(function, "time.Duration", args.get(index));
  }

  static ZonedDateTime time(String function, List<@Nullable Object> args, int index)
      throws TemplateException {
    if (any(function, args, index) instanceof ZonedDateTime time) {
      return time;
    }
    throw wrongType(function, "time.Time", args.get(index));
  }

  static List<?> list(String function, List<@Nullable Object> args, int index)
      throws TemplateException {
    Object value = any(function, args, index);
    Object elements = value instanceof TemplateObject object ? object.elements() : value;
    if (elements instanceof List<?> list) {
      return list;
    }
    throw wrongType(function, "list", value);
  }

  static Map<?, ?> map(String function, Object value) throws TemplateException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw wrongType(function, "map", value);
  }

  static TemplateException wrongType(String function, String wanted, @Nullable Object value) {
    return new TemplateException(
        "wrong type for value of "
            + function
            + "; expected "
            + wanted
            + "; got "
            + Values.kind(value));
  }
}
