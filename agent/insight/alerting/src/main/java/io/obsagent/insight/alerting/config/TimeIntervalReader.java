// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.alerting.config.TimeInterval.Range;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code time_intervals} and what else of the configuration is about wall-clock time. */
final class TimeIntervalReader {
  private static final List<String> WEEKDAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private TimeIntervalReader() {}

  static TimeInterval read(YamlMap section) throws YamlException {
    List<Range> times = new ArrayList<>();
    for (YamlMap range : section.maps("times")) {
      int start = minutes(range, "start_time");
      int end = minutes(range, "end_time");
      if (start >= end) {
        throw range.error("start_time", "start_time must be before end_time; split it at midnight");
      }
      times.add(new Range(start, end));
      range.close();
    }
    TimeInterval interval =
        new TimeInterval(
            times,
            ranges(section, "weekdays", WEEKDAYS, 0, 0, 6),
            daysOfMonth(section),
            ranges(section, "months", MONTHS, 1, 1, 12),
            ranges(section, "years", List.of(), 0, 0, 9999),
            zone(section));
    section.close();
    return interval;
  }

  static ZoneId zone(YamlMap section) throws YamlException {
    String location = section.text("location", "UTC");
    try {
      return location.equals("UTC")
          ? ZoneOffset.UTC
          : location.equals("Local") ? ZoneId.systemDefault() : ZoneId.of(location);
    } catch (DateTimeException e) {
      throw section.error(
          "location", "'" + location + "' is no time zone; write for example Europe/Berlin");
    }
  }

  static int minutes(YamlMap section, String key) throws YamlException {
    String text = section.required(key);
    if (text.matches("[0-9]{2}:[0-9]{2}")) {
      int hour = Integer.parseInt(text.substring(0, 2));
      int minute = Integer.parseInt(text.substring(3));
      if (hour < 24 && minute < 60 || hour == 24 && minute == 0) {
        return hour * 60 + minute;
      }
    }
    throw section.error(key, "'" + text + "' is no time of day; write HH:MM, 00:00 to 24:00");
  }

  private static List<Range> daysOfMonth(YamlMap section) throws YamlException {
    List<Range> ranges = ranges(section, "days_of_month", List.of(), 0, -31, 31);
    for (Range range : ranges) {
      if (range.from() == 0 || range.to() == 0) {
        throw section.error("days_of_month", "0 is no day of a month; days count from 1 or -1");
      }
      if (range.from() < 0 && range.to() > 0) {
        throw section.error(
            "days_of_month", "a range that starts from the month's end must end there as well");
      }
    }
    return ranges;
  }

  private static List<Range> ranges(
      YamlMap section, String key, List<String> names, int first, int low, int high)
      throws YamlException {
    List<Range> ranges = new ArrayList<>();
    for (String text : section.texts(key)) {
      String[] ends = text.split(":", -1);
      if (ends.length > 2) {
        throw section.error(key, "'" + text + "' is no range; write from:to");
      }
      int from = number(section, key, ends[0], names, first, low, high);
      int to = number(section, key, ends[ends.length - 1], names, first, low, high);
      boolean sameSide = from < 0 == to < 0;
      if (from > to && sameSide) {
        throw section.error(key, "'" + text + "' ends before it starts; give two ranges");
      }
      ranges.add(new Range(from, to));
    }
    return ranges;
  }

  private static int number(
      YamlMap section, String key, String text, List<String> names, int first, int low, int high)
      throws YamlException {
    String bare = text.strip().toLowerCase(Locale.ROOT);
    int named = names.indexOf(bare);
    if (named >= 0) {
      return named + first;
    }
    try {
      int number = Integer.parseInt(bare);
      // Weekdays have names only.
      if (number >= low && number <= high && !names.equals(WEEKDAYS)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw section.error(
        key, "'" + text + "' is not valid in " + key + (names.isEmpty() ? "" : "; use " + names));
  }
}
