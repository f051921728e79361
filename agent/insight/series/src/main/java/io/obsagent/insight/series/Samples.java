// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.Labels;

/**
 * One series' samples in a range, ascending in time, decoded. The arrays may be longer than {@code
 * size}; callers do not change them.
 *
 * @param timestamps epoch milliseconds
 * @param values a stale marker is {@link #STALE_NAN}, to be recognised by {@link #isStale}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Samples(Labels labels, long[] timestamps, double[] values, int size) {
  private static final long STALE_BITS = 0x7ff0000000000002L;

  /** Prometheus' marker for "this series has ended", a NaN with a payload of its own. */
  public static final double STALE_NAN = Double.longBitsToDouble(STALE_BITS);

  public static boolean isStale(double value) {
    return Double.doubleToRawLongBits(value) == STALE_BITS;
  }
}
