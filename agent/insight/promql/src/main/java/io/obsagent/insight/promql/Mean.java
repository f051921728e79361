// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** A mean: of the sum as long as that does not overflow, from there on updated with each value. */
final class Mean {
  private final NeumaierSum sum = new NeumaierSum();
  private double count;
  private boolean incremental;

  void reset() {
    sum.set(0, 0);
    count = 0;
    incremental = false;
  }

  void add(double value) {
    count++;
    if (count == 1) {
      sum.set(value, 0);
      return;
    }
    if (!incremental) {
      double before = sum.sum();
      double error = sum.error();
      sum.add(value);
      if (!Double.isInfinite(sum.sum())) {
        return;
      }
      incremental = true;
      sum.set(before / (count - 1), error / (count - 1));
    }
    double share = (count - 1) / count;
    sum.set(share * sum.sum(), share * sum.error());
    sum.add(value / count);
  }

  double mean() {
    return incremental ? sum.total() : sum.sum() / count + sum.error() / count;
  }
}
