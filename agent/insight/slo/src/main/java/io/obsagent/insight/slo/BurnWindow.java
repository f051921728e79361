// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pair of windows over both of which the budget must burn faster than a factor, after <a
 * href="https://sre.google/workbook/alerting-on-slos/">chapter 5 of Google's SRE workbook</a>.
 *
 * @param page whether it is for a page, else for a ticket
 * @param share of the budget that is spent when the alert fires
 * @param factor the burn rate: {@code share · period / longer}
 */
record BurnWindow(boolean page, double share, Duration longer, Duration shorter, double factor) {
  private static final Duration USUAL_PERIOD = Duration.ofDays(30);

  /**
   * Windows of a period of 30 days: 1h/5m, 6h/30m, 1d/2h, 3d/6h, and those that others have; where
   * time is counted in slices, none is shorter than a slice.
   */
  static List<BurnWindow> of(Objective objective) {
    return of(objective.period(), objective.indicator().slice());
  }

  static List<BurnWindow> of(Period period, Duration least) {
    return List.of(
        of(period, least, true, 0.02, Duration.ofHours(1), Duration.ofMinutes(5)),
        of(period, least, true, 0.05, Duration.ofHours(6), Duration.ofMinutes(30)),
        of(period, least, false, 0.10, Duration.ofDays(1), Duration.ofHours(2)),
        of(period, least, false, 0.10, Duration.ofDays(3), Duration.ofHours(6)));
  }

  private static BurnWindow of(
      Period period,
      Duration least,
      boolean page,
      double share,
      Duration longer,
      Duration shorter) {
    Duration scaled = longest(scaled(period, longer), least);
    double factor = share * period.length().toMillis() / scaled.toMillis();
    return new BurnWindow(
        page,
        share,
        scaled,
        longest(scaled(period, shorter), least),
        Math.round(factor * 1e6) / 1e6);
  }

  private static Duration longest(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Whole minutes, at least one. */
  private static Duration scaled(Period period, Duration window) {
    if (period.length().equals(USUAL_PERIOD)) {
      return window;
    }
    double minutes =
        (double) window.toMinutes() * period.length().toMinutes() / USUAL_PERIOD.toMinutes();
    return Duration.ofMinutes(Math.max(1, Math.round(minutes)));
  }

  /** All windows that the alerts of an objective look at, ascending, without the period itself. */
  static List<Duration> windows(Objective objective) {
    Stream<Duration> usual =
        of(objective).stream().flatMap(window -> Stream.of(window.longer(), window.shorter()));
    return Stream.concat(
            usual, objective.alerts().conditions().stream().map(AlertPolicy.Condition::lookback))
        .distinct()
        .sorted()
        .toList();
  }

  static String name(Duration window) {
    return PromDuration.format(window);
  }

  /** How soon after all events have turned bad the alert fires, before an interval is added. */
  Duration delay(double budget) {
    return Duration.ofMillis(Math.round(longer.toMillis() * factor * budget));
  }
}
