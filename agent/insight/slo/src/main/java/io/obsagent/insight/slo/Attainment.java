// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.slo.CountRing.Sum;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;

/**
 * How far an objective is met in its period, as the ratio of sums. Immutable.
 *
 * @param start of the period
 * @param end of the period; now for a rolling one
 * @param sum of the events from the start until now
 * @param coverage share of the time from the start until now of which there is a count
 */
record Attainment(
    Objective objective, Instant start, Instant end, Sum sum, double coverage, long slotMillis) {
  /** Less time than this says nothing about a period. */
  private static final double ENOUGH = Duration.ofHours(1).toMillis();

  private static final double MOST = 0.9;

  /** What is left, in a word. */
  enum Status {
    OK,
    WARNING,
    BREACHED,
    INSUFFICIENT_DATA
  }

  static Attainment of(Measured measured, Tally tally, Instant now) {
    return of(measured.objective(), tally, now);
  }

  static Attainment of(Objective objective, Tally tally, Instant now) {
    Instant start = objective.period().start(now);
    Sum sum = tally.between(start, now);
    double slots =
        Math.max(1.0, (double) Duration.between(start, now).toMillis() / tally.slotMillis());
    return new Attainment(
        objective,
        start,
        objective.period().end(now),
        sum,
        Math.min(1, sum.observed() / slots),
        tally.slotMillis());
  }

  /**
   * Whether there is enough to judge by: an hour, or most of a period that is no longer, and as
   * many events as were asked for.
   */
  boolean isSufficient() {
    double enough = Math.min(ENOUGH, MOST * objective.period().length().toMillis());
    return sum.total() >= Math.max(1, objective.minEvents())
        && sum.observed() * slotMillis >= enough;
  }

  /** Share of good events; NaN if there were none. */
  double ratio() {
    return 1 - sum.errorRatio();
  }

  /** How many events of those that there were might be bad. */
  double allowed() {
    return sum.total() * objective.budget();
  }

  /** Share of the budget that is left; below 0 when more was spent than there was. */
  double remaining() {
    return sum.total() == 0 ? 1 : 1 - sum.bad() / allowed();
  }

  Status status() {
    if (!isSufficient()) {
      return Status.INSUFFICIENT_DATA;
    }
    double left = remaining();
    return left < 0 ? Status.BREACHED : left < objective.warnBelow() ? Status.WARNING : Status.OK;
  }

  /** A share as people write it: {@code 99.9}. */
  static String percent(double ratio) {
    return new BigDecimal(ratio * 100)
        .round(new MathContext(8))
        .stripTrailingZeros()
        .toPlainString();
  }
}
