// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.spi.health.HealthStatus;
import java.util.Locale;

/**
 * What the calls of the last five minutes say, beside those of the hour before. Immutable.
 *
 * @param detail one sentence; empty where all is well
 */
record Judgement(HealthStatus status, String detail) {
  private static final long FEW_CALLS = 3;
  private static final long SOME_CALLS = 5;
  private static final long ENOUGH_FOR_LATENCY = 20;
  private static final double MOST = 0.5;
  private static final double NOTABLE = 0.05;
  private static final double TIMES_AS_MANY = 2;
  private static final double TIMES_AS_LONG = 3;
  private static final double LONGER_BY_SECONDS = 0.05;

  /**
   * @param calls of the last minutes
   * @param errors of these
   * @param usual share of errors in the hour before, 0 to 1; NaN if not known
   * @param p95 seconds; NaN if not known
   * @param usualP95 seconds, in the hour before; NaN if not known
   */
  static Judgement of(long calls, long errors, double usual, double p95, double usualP95) {
    if (calls == 0) {
      return new Judgement(HealthStatus.UNKNOWN, "not called in the last five minutes");
    }
    double share = (double) errors / calls;
    if (errors == calls && calls >= FEW_CALLS) {
      return new Judgement(
          HealthStatus.UNHEALTHY, "all " + calls + " calls of the last five minutes failed");
    }
    if (share >= MOST && calls >= SOME_CALLS) {
      return new Judgement(HealthStatus.UNHEALTHY, failed(calls, errors, usual));
    }
    boolean more = Double.isNaN(usual) || share > TIMES_AS_MANY * usual;
    if (share >= NOTABLE && errors >= FEW_CALLS && more) {
      return new Judgement(HealthStatus.DEGRADED, failed(calls, errors, usual));
    }
    if (calls >= ENOUGH_FOR_LATENCY
        && p95 > TIMES_AS_LONG * usualP95
        && p95 - usualP95 > LONGER_BY_SECONDS) {
      return new Judgement(
          HealthStatus.DEGRADED,
          "95 % take up to " + seconds(p95) + ", usually " + seconds(usualP95));
    }
    return new Judgement(HealthStatus.HEALTHY, "");
  }

  private static String failed(long calls, long errors, double usual) {
    String told = errors + " of " + calls + " calls of the last five minutes failed";
    return Double.isNaN(usual)
        ? told
        : told + String.format(Locale.ROOT, ", usually %.1f %%", 100 * usual);
  }

  private static String seconds(double seconds) {
    return seconds < 1
        ? String.format(Locale.ROOT, "%.0f ms", 1000 * seconds)
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
