// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/**
 * A sum with the error of each addition kept apart, as Prometheus sums.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Kahan_summation_algorithm#Further_enhancements">The
 *     algorithm</a>
 */
final class NeumaierSum {
  private double sum;
  private double error;

  void set(double newSum, double newError) {
    sum = newSum;
    error = newError;
  }

  void add(double value) {
    double total = sum + value;
    if (Double.isInfinite(total)) {
      error = 0;
    } else if (Math.abs(sum) >= Math.abs(value)) {
      error += (sum - total) + value;
    } else {
      error += (value - total) + sum;
    }
    sum = total;
  }

  double sum() {
    return sum;
  }

  double error() {
    return error;
  }

  double total() {
    return sum + error;
  }
}
