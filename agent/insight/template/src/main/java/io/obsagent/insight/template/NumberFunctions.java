// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers, durations and times for human readers, as Prometheus writes them. */
final class NumberFunctions {
  /** The time that is written in a layout; the zero time where it is not. */
  private static Object toDate(List<@Nullable Object> args) throws TemplateException {
    String layout = Arguments.string("toDate", args, 0);
    String text = Arguments.string("toDate", args, 1);
    try {
      return TimeLayout.parse(layout, text);
    } catch (TemplateException e) {
      return Times.ZERO;
    }
  }

  private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
  private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
  private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};

  private NumberFunctions() {}

  static @Nullable TemplateFunction of(String name) {
    return switch (name) {
      case "humanize" -> args -> humanize(one("humanize", args));
      case "humanize1024" -> args -> humanize1024(one("humanize1024", args));
      case "humanizeDuration" -> args -> duration(one("humanizeDuration", args));
      case "humanizePercentage" ->
          args -> Numbers.general(one("humanizePercentage", args) * 100, 4) + "%";
      case "humanizeTimestamp" -> args -> timestamp(one("humanizeTimestamp", args));
      case "toTime" -> args -> Times.ofSeconds(one("toTime", args));
      case "toDuration" -> args -> Durations.ofSeconds(one("toDuration", args));
      case "parseDuration" -> args -> Durations.parse(Arguments.string("parseDuration", args, 0));
      case "date" ->
          args -> Times.format(Arguments.time("date", args, 1), Arguments.string("date", args, 0));
      case "mustToDate" ->
          args ->
              TimeLayout.parse(
                  Arguments.string("mustToDate", args, 0), Arguments.string("mustToDate", args, 1));
      case "toDate" -> NumberFunctions::toDate;
      case "tz" ->
          args -> Times.inZone(Arguments.time("tz", args, 1), Arguments.string("tz", args, 0));
      default -> null;
    };
  }

  private static double one(String name, List<@Nullable Object> args) throws TemplateException {
    Arguments.count(name, args, 1);
    return Arguments.number(name, args, 0);
  }

  static String humanize(double value) {
    if (value == 0 || !finite(value)) {
      return Numbers.general(value, 4);
    }
    return Math.abs(value) >= 1 ? large(value, 1000, LARGE) : small(value, "");
  }

  static String humanize1024(double value) {
    return Math.abs(value) <= 1 || !finite(value)
        ? Numbers.general(value, 4)
        : large(value, 1024, BINARY);
  }

  private static String large(double value, double step, String[] prefixes) {
    double scaled = value;
    String prefix = "";
    for (String candidate : prefixes) {
      if (Math.abs(scaled) < step) {
        break;
      }
      prefix = candidate;
      scaled /= step;
    }
    return Numbers.general(scaled, 4) + prefix;
  }

  private static String small(double value, String unit) {
    double scaled = value;
    String prefix = "";
    for (String candidate : SMALL) {
      if (Math.abs(scaled) >= 1) {
        break;
      }
      prefix = candidate;
      scaled *= 1000;
    }
    return Numbers.general(scaled, 4) + prefix + unit;
  }

  static String duration(double value) {
    if (!finite(value)) {
      return Numbers.general(value, 4);
    }
    if (value == 0) {
      return "0s";
    }
    if (Math.abs(value) < 1) {
      return small(value, "s");
    }
    String sign = value < 0 ? "-" : "";
    long total = (long) Math.abs(value);
    long seconds = total % 60;
    long minutes = total / 60 % 60;
    long hours = total / 3600 % 24;
    long days = total / 86_400;
    if (days != 0) {
      return sign + days + "d " + hours + "h " + minutes + "m " + seconds + "s";
    }
    if (hours != 0) {
      return sign + hours + "h " + minutes + "m " + seconds + "s";
    }
    return minutes != 0
        ? sign + minutes + "m " + seconds + "s"
        : sign + Numbers.general(Math.abs(value), 4) + "s";
  }

  private static String timestamp(double value) throws TemplateException {
    return finite(value) ? Times.text(Times.ofSeconds(value)) : Numbers.general(value, 4);
  }

  private static boolean finite(double value) {
    return !Double.isNaN(value) && !Double.isInfinite(value);
  }
}
