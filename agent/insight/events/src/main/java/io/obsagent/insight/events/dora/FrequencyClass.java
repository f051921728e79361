// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.dora;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often there are deployments, by medians, so that one busy day does not make a habit. Weeks
 * begin on Sunday, days are UTC's, and a week without a deployment counts as one.
 */
enum FrequencyClass {
  /** On three days or more of the median week. */
  DAILY("Daily"),
  /** In the median week. */
  WEEKLY("Weekly"),
  /** In the month of the median week. */
  MONTHLY("Monthly"),
  /** Less often. */
  YEARLY("Yearly");

  private final String word;

  FrequencyClass(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /**
   * @param times of deployments, epoch milliseconds
   * @param fromMillis the first day that counts, or the first of which anything is known
   * @param toMillis the last day that counts
   */
  static FrequencyClass of(long[] times, long fromMillis, long toMillis) {
    Set<LocalDate> deployed = new HashSet<>();
    for (long time : times) {
      deployed.add(day(time));
    }
    Map<LocalDate, Integer> daysOfWeek = new HashMap<>();
    if (fromMillis < toMillis) {
      for (LocalDate day = day(fromMillis); !day.isAfter(day(toMillis)); day = day.plusDays(1)) {
        LocalDate week = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        daysOfWeek.merge(week, deployed.contains(day) ? 1 : 0, Integer::sum);
      }
    }
    Map<YearMonth, Integer> weeksOfMonth = new HashMap<>();
    daysOfWeek.forEach(
        (week, days) -> weeksOfMonth.merge(YearMonth.from(week), days > 0 ? 1 : 0, Integer::sum));
    List<Double> days = new ArrayList<>();
    List<Double> weeks = new ArrayList<>();
    List<Double> months = new ArrayList<>();
    daysOfWeek.forEach(
        (week, count) -> {
          days.add((double) count);
          weeks.add(count > 0 ? 1.0 : 0.0);
          months.add((double) weeksOfMonth.getOrDefault(YearMonth.from(week), 0));
        });
    if (DeliveryMetrics.median(days) >= 3) {
      return DAILY;
    }
    if (DeliveryMetrics.median(weeks) >= 1) {
      return WEEKLY;
    }
    return DeliveryMetrics.median(months) >= 1 ? MONTHLY : YEARLY;
  }

  private static LocalDate day(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
