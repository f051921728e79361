// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ai;

import io.obsagent.insight.query.Quantile;
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
    return Quantile.of(share, buckets);
  }
}
