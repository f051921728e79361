// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

/**
 * A rate a second of something that only grows, over the last ten seconds or so, however often it
 * is asked: several readers must not shorten each other's window. Not thread-safe.
 */
final class Rate {
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private double oldTotal = Double.NaN;
  private long oldNanos;
  private double midTotal = Double.NaN;
  private long midNanos;

  /** NaN until there are two totals to compare, or after the total fell. */
  double perSecond(double total, long nowNanos) {
    if (Double.isNaN(oldTotal) || total < midTotal) {
      oldTotal = total;
      oldNanos = nowNanos;
      midTotal = total;
      midNanos = nowNanos;
      return Double.NaN;
    }
    double rate = (total - oldTotal) / ((nowNanos - oldNanos) / 1e9);
    boolean counts = nowNanos > oldNanos;
    if (nowNanos - midNanos >= WINDOW_NANOS) {
      oldTotal = midTotal;
      oldNanos = midNanos;
      midTotal = total;
      midNanos = nowNanos;
    }
    return counts ? rate : Double.NaN;
  }
}
