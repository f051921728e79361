// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a time that is written in one of Go's reference-time layouts. */
final class TimeLayout {
  private static final int MAX_LAYOUT = 200;
  private static final Map<String, String> PATTERNS =
      Map.ofEntries(
          Map.entry("2006", "uuuu"),
          Map.entry("06", "uu"),
          Map.entry("01", "MM"),
          Map.entry("1", "M"),
          Map.entry("Jan", "MMM"),
          Map.entry("January", "MMMM"),
          Map.entry("Mon", "EEE"),
          Map.entry("Monday", "EEEE"),
          Map.entry("02", "dd"),
          Map.entry("2", "d"),
          Map.entry("_2", "ppd"),
          Map.entry("002", "DDD"),
          Map.entry("15", "HH"),
          Map.entry("03", "hh"),
          Map.entry("3", "h"),
          Map.entry("04", "mm"),
          Map.entry("4", "m"),
          Map.entry("05", "ss"),
          Map.entry("5", "s"),
          Map.entry("PM", "a"),
          Map.entry("pm", "a"),
          Map.entry("MST", "z"),
          Map.entry("Z07:00", "XXX"),
          Map.entry("-07:00", "xxx"),
          Map.entry("Z0700", "XX"),
          Map.entry("-0700", "xx"),
          Map.entry("-07", "x"));

  private final DateTimeFormatterBuilder builder =
      new DateTimeFormatterBuilder().parseCaseInsensitive();
  private final Set<String> used = new HashSet<>();

  private TimeLayout() {}

  /**
   * A part that the layout leaves out is the first there is, the zone is UTC.
   *
   * @throws TemplateException if the text is not so written
   */
  static ZonedDateTime parse(String layout, String text) throws TemplateException {
    try {
      return ZonedDateTime.parse(text, new TimeLayout().formatter(layout));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new TemplateException(
          "parsing time " + Printf.quote(text) + " as " + Printf.quote(layout) + " failed");
    }
  }

  private DateTimeFormatter formatter(String layout) {
    if (layout.length() > MAX_LAYOUT) {
      throw new IllegalArgumentException("layout longer than " + MAX_LAYOUT + " characters");
    }
    int at = 0;
    while (at < layout.length()) {
      int fraction = Times.fraction(layout, at);
      if (fraction > 0) {
        builder.appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true);
        at += fraction;
        continue;
      }
      String element = Times.element(layout, at);
      if (element.isEmpty()) {
        builder.appendLiteral(layout.charAt(at));
      } else {
        append(element);
      }
      at += Math.max(1, element.length());
    }
    addDefaults();
    return builder.toFormatter(Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  private void append(String element) {
    String pattern = PATTERNS.getOrDefault(element, "");
    used.add(pattern.substring(pattern.length() - 1));
    builder.appendPattern(pattern);
    if (pattern.endsWith("s")) {
      builder.optionalStart().appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).optionalEnd();
    }
  }

  private void addDefaults() {
    byDefault(ChronoField.YEAR, 0, "u");
    if (!used.contains("D")) {
      byDefault(ChronoField.MONTH_OF_YEAR, 1, "M");
      byDefault(ChronoField.DAY_OF_MONTH, 1, "d");
    }
    if (used.contains("h")) {
      byDefault(ChronoField.AMPM_OF_DAY, 0, "a");
    } else {
      byDefault(ChronoField.HOUR_OF_DAY, 0, "H");
    }
    byDefault(ChronoField.MINUTE_OF_HOUR, 0, "m");
    byDefault(ChronoField.SECOND_OF_MINUTE, 0, "s");
  }

  private void byDefault(ChronoField field, long value, String unlessUsed) {
    if (!used.contains(unlessUsed)) {
      builder.parseDefaulting(field, value);
    }
  }
}
