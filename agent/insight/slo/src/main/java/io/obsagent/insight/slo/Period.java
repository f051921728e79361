// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * The time over which an objective is to be met. Immutable.
 *
 * @param length of a rolling period; of one by the calendar the usual length
 * @param calendar what it follows
 * @param zone of the calendar
 */
record Period(Duration length, Calendar calendar, ZoneId zone) {
  /** What a period begins with. */
  enum Calendar {
    ROLLING,
    WEEK,
    MONTH,
    QUARTER,
    YEAR
  }

  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  static final Period DEFAULT = rolling(Duration.ofDays(30));

  static Period rolling(Duration length) {
    return new Period(length, Calendar.ROLLING, ZoneId.of("UTC"));
  }

  /**
   * @param text {@code 30d}, or {@code week}, {@code month}, {@code quarter}, {@code year}
   * @throws IllegalArgumentException if it is none of these, or shorter than an hour or longer than
   *     a year
   */
  static Period parse(String text, ZoneId zone) {
    return switch (text) {
      case "week" -> new Period(Duration.ofDays(7), Calendar.WEEK, zone);
      case "month" -> new Period(Duration.ofDays(30), Calendar.MONTH, zone);
      case "quarter" -> new Period(Duration.ofDays(90), Calendar.QUARTER, zone);
      case "year" -> new Period(Duration.ofDays(365), Calendar.YEAR, zone);
      default -> {
        Duration length = PromDuration.parse(text);
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
          throw new IllegalArgumentException(
              "a period is 1h to 366d, or week, month, quarter or year");
        }
        yield rolling(length);
      }
    };
  }

  boolean isRolling() {
    return calendar == Calendar.ROLLING;
  }

  /** When the period that an instant lies in began. */
  Instant start(Instant now) {
    if (isRolling()) {
      return now.minus(length);
    }
    return begin(now).toInstant();
  }

  /** When that period ends; now for a rolling one. */
  Instant end(Instant now) {
    ZonedDateTime begin = begin(now);
    return switch (calendar) {
      case ROLLING -> now;
      case WEEK -> begin.plusWeeks(1).toInstant();
      case MONTH -> begin.plusMonths(1).toInstant();
      case QUARTER -> begin.plusMonths(3).toInstant();
      case YEAR -> begin.plusYears(1).toInstant();
    };
  }

  private ZonedDateTime begin(Instant now) {
    ZonedDateTime day = now.atZone(zone).with(LocalTime.MIN).truncatedTo(ChronoUnit.DAYS);
    return switch (calendar) {
      case ROLLING -> day;
      case WEEK -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
      case MONTH -> day.with(TemporalAdjusters.firstDayOfMonth());
      case QUARTER ->
          day.with(TemporalAdjusters.firstDayOfMonth()).minusMonths((day.getMonthValue() - 1) % 3L);
      case YEAR -> day.with(TemporalAdjusters.firstDayOfYear());
    };
  }

  /** The length of the whole period that an instant lies in. */
  Duration whole(Instant now) {
    return isRolling() ? length : Duration.between(start(now), end(now));
  }

  /** The most time it may take, for whoever makes room for it. */
  Duration longest() {
    return switch (calendar) {
      case ROLLING -> length;
      case WEEK -> Duration.ofDays(7).plusHours(1);
      case MONTH -> Duration.ofDays(31).plusHours(1);
      case QUARTER -> Duration.ofDays(92).plusHours(1);
      case YEAR -> Duration.ofDays(366).plusHours(1);
    };
  }

  /** {@code 30d}, or {@code month}. */
  @Override
  public String toString() {
    return isRolling()
        ? PromDuration.format(length)
        : calendar.name().toLowerCase(java.util.Locale.ROOT);
  }
}
