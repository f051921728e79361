// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.Arrays;

/** Quantiles of plain numbers. */
final class Quantiles {
  private Quantiles() {}

  /**
   * The quantile of the first numbers of an array, interpolated; sorts them. NaN counts as the
   * smallest number.
   */
  static double of(double q, double[] values, int size) {
    if (size == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    sortNanFirst(values, size);
    double rank = q * (size - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(size - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return values[lower] * (1 - weight) + values[upper] * weight;
  }

  private static void sortNanFirst(double[] values, int size) {
    Arrays.sort(values, 0, size);
    int nans = 0;
    while (nans < size && Double.isNaN(values[size - 1 - nans])) {
      nans++;
    }
    if (nans > 0) {
      System.arraycopy(values, 0, values, nans, size - nans);
      Arrays.fill(values, 0, nans, Double.NaN);
    }
  }
}
