// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Alertmanager's time interval: a time is in it if it is in one range of every field that is not
 * empty.
 *
 * @param times minutes of the day, the end excluded
 * @param weekdays 0 is Sunday
 * @param daysOfMonth negative ones count from the month's end
 */
public record TimeInterval(
    List<Range> times,
    List<Range> weekdays,
    List<Range> daysOfMonth,
    List<Range> months,
    List<Range> years,
    ZoneId location) {

  /** Both ends included, except for times of the day. */
  record Range(int from, int to) {
    boolean holds(int value) {
      return value >= from && value <= to;
    }
  }

  public boolean contains(Instant instant) {
    ZonedDateTime time = instant.atZone(location);
    int minute = time.getHour() * 60 + time.getMinute();
    return (times.isEmpty() || times.stream().anyMatch(r -> minute >= r.from && minute < r.to))
        && (daysOfMonth.isEmpty() || inDays(time))
        && in(months, time.getMonthValue())
        && in(weekdays, time.getDayOfWeek().getValue() % 7)
        && in(years, time.getYear());
  }

  private boolean inDays(ZonedDateTime time) {
    int length = time.toLocalDate().lengthOfMonth();
    for (Range range : daysOfMonth) {
      int from = range.from < 0 ? length + range.from + 1 : range.from;
      int to = range.to < 0 ? length + range.to + 1 : range.to;
      if (from <= length && time.getDayOfMonth() >= from && time.getDayOfMonth() <= to) {
        return true;
      }
    }
    return false;
  }

  private static boolean in(List<Range> ranges, int value) {
    if (ranges.isEmpty()) {
      return true;
    }
    for (Range range : ranges) {
      if (range.holds(value)) {
        return true;
      }
    }
    return false;
  }
}
