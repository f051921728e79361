// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times with Go's reference-time layouts ({@code Mon Jan 2 15:04:05 MST 2006}). */
final class Times {
  private static final String[] ELEMENTS = {
    "January", "Monday", "2006", "Z07:00", "-07:00", "Z0700", "-0700", "Jan", "Mon", "MST", "-07",
    "002", "01", "02", "03", "04", "05", "06", "15", "_2", "PM", "pm", "1", "2", "3", "4", "5"
  };

  /** Go's zero time. */
  static final ZonedDateTime ZERO = utc(Instant.parse("0001-01-01T00:00:00Z"));

  private Times() {}

  static ZonedDateTime utc(Instant instant) {
    return instant.atZone(ZoneOffset.UTC);
  }

  /** As Go prints a time by itself. */
  static String text(ZonedDateTime time) {
    return format(time, "2006-01-02 15:04:05.999999999 -0700 MST");
  }

  static ZonedDateTime ofSeconds(double seconds) throws TemplateException {
    double nanos = seconds * 1e9;
    if (!(nanos >= Long.MIN_VALUE && nanos < Long.MAX_VALUE)) {
      throw new TemplateException(
          Numbers.shortest(seconds)
              + " cannot be represented as a nanoseconds timestamp since it overflows int64");
    }
    // Milliseconds are what Prometheus keeps; the float carries no more than microseconds here.
    long micros =
        new BigDecimal(seconds)
            .movePointRight(6)
            .setScale(0, java.math.RoundingMode.HALF_EVEN)
            .longValue();
    return utc(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  static String format(ZonedDateTime time, String layout) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < layout.length()) {
      int fraction = fraction(layout, at);
      if (fraction > 0) {
        appendFraction(time, layout.substring(at, at + fraction), text);
        at += fraction;
        continue;
      }
      String element = element(layout, at);
      text.append(element.isEmpty() ? layout.substring(at, at + 1) : value(time, element));
      at += Math.max(1, element.length());
    }
    return text.toString();
  }

  static String element(String layout, int at) {
    for (String element : ELEMENTS) {
      if (layout.startsWith(element, at)) {
        return element;
      }
    }
    return "";
  }

  /** Length of {@code .000} or {@code ,999} at a position, or 0. */
  static int fraction(String layout, int at) {
    char c = layout.charAt(at);
    if (c != '.' && c != ',' || at + 1 >= layout.length()) {
      return 0;
    }
    char digit = layout.charAt(at + 1);
    int end = at + 1;
    while (end < layout.length() && layout.charAt(end) == digit && (digit == '0' || digit == '9')) {
      end++;
    }
    boolean followedByDigit = end < layout.length() && Character.isDigit(layout.charAt(end));
    return end == at + 1 || followedByDigit || end - at > 10 ? 0 : end - at;
  }

  private static void appendFraction(ZonedDateTime time, String layout, StringBuilder text) {
    String digits = pad(time.getNano(), 9).substring(0, layout.length() - 1);
    if (layout.charAt(1) == '9') {
      int end = digits.length();
      while (end > 0 && digits.charAt(end - 1) == '0') {
        end--;
      }
      digits = digits.substring(0, end);
    }
    if (!digits.isEmpty()) {
      text.append(layout.charAt(0)).append(digits);
    }
  }

  private static String value(ZonedDateTime time, String element) {
    return switch (element) {
      case "2006" -> pad(time.getYear(), 4);
      case "06" -> pad(time.getYear() % 100, 2);
      case "01" -> pad(time.getMonthValue(), 2);
      case "1" -> String.valueOf(time.getMonthValue());
      case "Jan" -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case "January" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Mon" -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case "Monday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "02" -> pad(time.getDayOfMonth(), 2);
      case "_2" -> (time.getDayOfMonth() < 10 ? " " : "") + time.getDayOfMonth();
      case "2" -> String.valueOf(time.getDayOfMonth());
      case "002" -> pad(time.getDayOfYear(), 3);
      case "15" -> pad(time.getHour(), 2);
      case "03" -> pad(hour12(time), 2);
      case "3" -> String.valueOf(hour12(time));
      case "04" -> pad(time.getMinute(), 2);
      case "4" -> String.valueOf(time.getMinute());
      case "05" -> pad(time.getSecond(), 2);
      case "5" -> String.valueOf(time.getSecond());
      case "PM" -> time.getHour() < 12 ? "AM" : "PM";
      case "pm" -> time.getHour() < 12 ? "am" : "pm";
      case "MST" -> zone(time);
      default -> offset(time, element);
    };
  }

  private static int hour12(ZonedDateTime time) {
    return time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
  }

  private static String zone(ZonedDateTime time) {
    if (time.getZone().equals(ZoneOffset.UTC)) {
      return "UTC";
    }
    return time.getZone() instanceof ZoneOffset
        ? offset(time, "-0700")
        : java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(time);
  }

  private static String offset(ZonedDateTime time, String element) {
    int seconds = time.getOffset().getTotalSeconds();
    if (element.startsWith("Z") && seconds == 0) {
      return "Z";
    }
    int minutes = Math.abs(seconds) / 60;
    String hours = (seconds < 0 ? "-" : "+") + pad(minutes / 60, 2);
    if (element.equals("-07")) {
      return hours;
    }
    return hours + (element.indexOf(':') > 0 ? ":" : "") + pad(minutes % 60, 2);
  }

  private static String pad(int number, int width) {
    String digits = String.valueOf(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  static Object member(ZonedDateTime time, String name, List<@Nullable Object> args)
      throws TemplateException {
    return switch (name) {
      case "Format" -> format(time, Arguments.string(name, args, 0));
      case "Unix" -> time.toEpochSecond();
      case "UnixMilli" -> time.toInstant().toEpochMilli();
      case "UTC" -> time.withZoneSameInstant(ZoneOffset.UTC);
      case "String" -> text(time);
      case "Year" -> (long) time.getYear();
      case "Month" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Day" -> (long) time.getDayOfMonth();
      case "YearDay" -> (long) time.getDayOfYear();
      case "Weekday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Hour" -> (long) time.getHour();
      case "Minute" -> (long) time.getMinute();
      case "Second" -> (long) time.getSecond();
      case "IsZero" -> time.toInstant().equals(ZERO.toInstant());
      case "Add" -> shift(time, Arguments.duration(name, args, 0));
      case "Sub" -> Duration.between(Arguments.time(name, args, 0), time);
      case "After" -> time.toInstant().isAfter(Arguments.time(name, args, 0).toInstant());
      case "Before" -> time.toInstant().isBefore(Arguments.time(name, args, 0).toInstant());
      default -> throw new TemplateException("can't evaluate field " + name + " in time.Time");
    };
  }

  private static ZonedDateTime shift(ZonedDateTime time, Duration by) throws TemplateException {
    try {
      return time.plus(by);
    } catch (DateTimeException | ArithmeticException e) {
      throw new TemplateException("time out of range");
    }
  }

  static ZonedDateTime inZone(ZonedDateTime time, String zone) throws TemplateException {
    try {
      return time.withZoneSameInstant(ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw new TemplateException("unknown time zone " + zone);
    }
  }
}
