// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as Go and as Prometheus write them. */
final class Durations {
  private static final long SECOND = 1_000_000_000L;

  private Durations() {}

  /** Go's notation: {@code 1h2m3.5s}, {@code 100ms}, {@code 0s}. */
  static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    BigDecimal nanos = nanos(duration).abs();
    String sign = duration.isNegative() ? "-" : "";
    if (nanos.compareTo(BigDecimal.valueOf(SECOND)) < 0) {
      long small = nanos.longValue();
      return small < 1_000
          ? sign + small + "ns"
          : small < 1_000_000
              ? sign + plain(nanos.movePointLeft(3)) + "µs"
              : sign + plain(nanos.movePointLeft(6)) + "ms";
    }
    BigDecimal seconds = nanos.movePointLeft(9);
    long whole = seconds.longValue();
    String rest = plain(seconds.subtract(BigDecimal.valueOf(whole / 60 * 60)));
    StringBuilder text = new StringBuilder(sign);
    if (whole >= 3600) {
      text.append(whole / 3600).append('h');
    }
    if (whole >= 60) {
      text.append(whole / 60 % 60).append('m');
    }
    return text.append(rest).append('s').toString();
  }

  private static BigDecimal nanos(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .movePointRight(9)
        .add(BigDecimal.valueOf(duration.getNano()));
  }

  private static String plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }

  static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  static Duration ofSeconds(double seconds) throws TemplateException {
    double nanos = seconds * 1e9;
    if (!(nanos >= Long.MIN_VALUE && nanos < Long.MAX_VALUE)) {
      throw new TemplateException(
          Numbers.shortest(seconds)
              + " cannot be represented as a nanoseconds duration since it overflows int64");
    }
    return Duration.ofNanos((long) nanos);
  }

  static Object member(Duration duration, String name) throws TemplateException {
    return switch (name) {
      case "Seconds" -> seconds(duration);
      case "Minutes" -> seconds(duration) / 60;
      case "Hours" -> seconds(duration) / 3600;
      case "Milliseconds" -> duration.toMillis();
      case "String" -> text(duration);
      default -> throw new TemplateException("can't evaluate field " + name + " in time.Duration");
    };
  }

  /** Seconds of a Prometheus or Go duration such as {@code 1d}, {@code 1h30m}, {@code -1.5s}. */
  static double parse(String text) throws TemplateException {
    String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return 0;
    }
    double seconds = 0;
    int at = 0;
    while (at < rest.length()) {
      int unit = at;
      while (unit < rest.length()
          && (Character.isDigit(rest.charAt(unit)) || rest.charAt(unit) == '.')) {
        unit++;
      }
      int end = unit;
      while (end < rest.length() && Character.isLetter(rest.charAt(end))) {
        end++;
      }
      double factor = factor(rest.substring(unit, end));
      if (unit == at || factor == 0) {
        throw new TemplateException("not a valid duration string: \"" + text + "\"");
      }
      try {
        seconds += Double.parseDouble(rest.substring(at, unit)) * factor;
      } catch (NumberFormatException e) {
        throw new TemplateException("not a valid duration string: \"" + text + "\"");
      }
      at = end;
    }
    if (rest.isEmpty()) {
      throw new TemplateException("empty duration string");
    }
    return text.startsWith("-") ? -seconds : seconds;
  }

  private static double factor(String unit) {
    return switch (unit) {
      case "ns" -> 1e-9;
      case "us", "µs" -> 1e-6;
      case "ms" -> 1e-3;
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3600;
      case "d" -> 86_400;
      case "w" -> 7 * 86_400;
      case "y" -> 365 * 86_400;
      default -> 0;
    };
  }
}
