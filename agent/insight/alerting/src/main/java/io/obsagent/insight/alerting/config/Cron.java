// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** A five-field cron expression: minute, hour, day of month, month, day of week. */
final class Cron {
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final List<String> MONTHS =
      List.of(
          "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;
  private final boolean eitherDay;

  private Cron(String[] fields) {
    minutes = field(fields[0], 0, 59, List.of());
    hours = field(fields[1], 0, 23, List.of());
    days = field(fields[2], 1, 31, List.of());
    months = field(fields[3], 1, 12, MONTHS);
    weekdays = field(fields[4], 0, 7, DAYS);
    if (weekdays.get(7)) {
      weekdays.set(0);
    }
    // As in cron: where both days are restricted, one of them is enough.
    eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
  }

  /**
   * @throws IllegalArgumentException if the text is not a cron expression
   */
  static Cron parse(String text) {
    String[] fields = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "'" + text + "' is no cron expression; write minute hour day month weekday");
    }
    return new Cron(fields);
  }

  boolean matches(ZonedDateTime time) {
    boolean day = days.get(time.getDayOfMonth());
    boolean weekday = weekdays.get(time.getDayOfWeek().getValue() % 7);
    return minutes.get(time.getMinute())
        && hours.get(time.getHour())
        && months.get(time.getMonthValue())
        && (eitherDay ? day || weekday : day && weekday);
  }

  private static BitSet field(String text, int low, int high, List<String> names) {
    BitSet set = new BitSet(high + 1);
    for (String part : text.split(",", -1)) {
      String[] steps = part.split("/", -1);
      int step = steps.length == 2 ? number(steps[1], 1, high, List.of()) : 1;
      String[] ends = steps[0].split("-", -1);
      if (steps.length > 2 || ends.length > 2) {
        throw new IllegalArgumentException("'" + part + "' is not valid in a cron expression");
      }
      boolean all = steps[0].equals("*");
      int from = all ? low : number(ends[0], low, high, names);
      int single = steps.length == 2 ? high : from;
      int to = all ? high : ends.length == 2 ? number(ends[1], low, high, names) : single;
      for (int i = from; i <= to; i += step) {
        set.set(i);
      }
    }
    return set;
  }

  private static int number(String text, int low, int high, List<String> names) {
    int named = names.indexOf(text);
    if (named >= 0 && !text.isEmpty()) {
      return named;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not valid in a cron expression; " + low + " to " + high + " is");
  }
}
