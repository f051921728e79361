// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import java.util.Map;
import java.util.SortedMap;

/** Quantiles of histograms that were added up. */
public final class Quantile {
  private Quantile() {}

  /**
   * As PromQL's {@code histogram_quantile}: linear within the bucket; beyond the last bound, that
   * bound.
   *
   * @param share 0 to 1
   * @param buckets how many values were at most so large, by bound; {@code +Inf} is the last
   * @return NaN where there is nothing
   */
  public static double of(double share, SortedMap<Double, Double> buckets) {
    double all = buckets.isEmpty() ? 0 : buckets.get(buckets.lastKey());
    if (!(all > 0)) {
      return Double.NaN;
    }
    double rank = share * all;
    double below = 0;
    double bound = 0;
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      if (bucket.getValue() >= rank) {
        double within = bucket.getValue() - below;
        return bucket.getKey().isInfinite() || within <= 0
            ? bound
            : bound + (bucket.getKey() - bound) * (rank - below) / within;
      }
      below = bucket.getValue();
      bound = bucket.getKey();
    }
    return bound;
  }
}
