// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthStatus;
import java.util.Arrays;

/**
 * A component that was found: what its calls did, minute by minute for an hour. Guarded by {@link
 * Dependencies}.
 */
final class Observed {
  /** Minutes that are judged, the one that runs included. */
  private static final int RECENT = 5;

  /** Minutes before these that tell what is usual. */
  private static final int USUAL = 60;

  private static final int SLOTS = RECENT + USUAL;
  private static final int ENOUGH_MINUTES = 10;
  private static final long ENOUGH_CALLS = 20;
  private static final long MINUTE = 60_000;

  private final Dependency dependency;
  private final String name;
  private final long[] calls = new long[SLOTS];
  private final long[] errors = new long[SLOTS];
  private final double[] p95 = new double[SLOTS];
  private long minute;
  private long lastSuccess;
  private long lastFailure;
  private HealthStatus status = HealthStatus.UNKNOWN;
  private String detail = "";
  private long since;

  Observed(Dependency dependency, String name, long timeMillis) {
    this.dependency = dependency;
    this.name = name;
    this.minute = timeMillis / MINUTE;
    this.since = timeMillis;
    Arrays.fill(p95, Double.NaN);
  }

  Dependency dependency() {
    return dependency;
  }

  String name() {
    return name;
  }

  long lastCallMillis() {
    return Math.max(lastSuccess, lastFailure);
  }

  /** Goes on to the minute of an instant; minutes in between had no calls. */
  private void turn(long timeMillis) {
    long now = timeMillis / MINUTE;
    for (long next = Math.max(minute + 1, now - SLOTS + 1); next <= now; next++) {
      int slot = (int) (next % SLOTS);
      calls[slot] = 0;
      errors[slot] = 0;
      p95[slot] = Double.NaN;
    }
    minute = Math.max(minute, now);
  }

  /** Calls that have ended since the last time. */
  void ended(long timeMillis, long count, boolean failed) {
    turn(timeMillis);
    int slot = (int) (minute % SLOTS);
    calls[slot] += count;
    if (failed) {
      errors[slot] += count;
      lastFailure = timeMillis;
    } else {
      lastSuccess = timeMillis;
    }
  }

  /**
   * What 95 % of the calls of the last minutes took no longer than, in seconds. Of several methods
   * of one service, the slowest counts.
   */
  void took(long timeMillis, double seconds) {
    turn(timeMillis);
    int slot = (int) (minute % SLOTS);
    p95[slot] = Double.isNaN(p95[slot]) ? seconds : Math.max(p95[slot], seconds);
  }

  void judge(long timeMillis) {
    turn(timeMillis);
    Judgement judgement =
        Judgement.of(recent(calls), recent(errors), usualErrors(), recentP95(), usualP95());
    if (judgement.status() != status) {
      status = judgement.status();
      since = timeMillis;
    }
    detail = judgement.detail();
  }

  HealthComponent component() {
    return new HealthComponent(
        name,
        dependency.kind(),
        status,
        detail,
        since,
        HealthComponent.Weight.NORMAL,
        new HealthComponent.Traffic(
            recent(calls), recent(errors), recentP95(), lastSuccess, lastFailure));
  }

  private long recent(long[] counts) {
    long sum = 0;
    for (int back = 0; back < RECENT; back++) {
      sum += counts[slot(back)];
    }
    return sum;
  }

  private int slot(int minutesBack) {
    return (int) Math.floorMod(minute - minutesBack, (long) SLOTS);
  }

  private double usualErrors() {
    long all = 0;
    long failed = 0;
    for (int back = RECENT; back < SLOTS; back++) {
      all += calls[slot(back)];
      failed += errors[slot(back)];
    }
    return all < ENOUGH_CALLS ? Double.NaN : (double) failed / all;
  }

  private double recentP95() {
    double now = p95[slot(0)];
    return Double.isNaN(now) ? p95[slot(1)] : now;
  }

  /** The median of the minutes before; NaN where there are too few. */
  private double usualP95() {
    double[] known = new double[USUAL];
    int count = 0;
    for (int back = RECENT; back < SLOTS; back++) {
      double value = p95[slot(back)];
      if (!Double.isNaN(value)) {
        known[count++] = value;
      }
    }
    if (count < ENOUGH_MINUTES) {
      return Double.NaN;
    }
    Arrays.sort(known, 0, count);
    return known[count / 2];
  }
}
