// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ai;

import java.util.Map;
import java.util.TreeMap;

/** What a model, a route or a tenant did. Not thread-safe. */
final class AiUse {
  double calls;
  double errors;
  double usd;
  boolean priced;

  /** Known by model only. */
  double unpriced;

  boolean tellsUnpriced;
  final Map<String, Double> tokens = new TreeMap<>();

  /** Upper bounds to how many took no longer. */
  final TreeMap<Double, Double> buckets = new TreeMap<>();

  void add(AiUse other) {
    calls += other.calls;
    errors += other.errors;
    usd += other.usd;
    priced |= other.priced;
    unpriced += other.unpriced;
    other.tokens.forEach((kind, count) -> tokens.merge(kind, count, Double::sum));
    other.buckets.forEach((bound, count) -> buckets.merge(bound, count, Double::sum));
  }

  /**
   * As PromQL's {@code histogram_quantile}: linear within the bucket; beyond the last bound, that
   * bound.
   *
   * @return seconds; NaN where there is nothing
   */
  double quantile(double share) {
    double all = buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
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
