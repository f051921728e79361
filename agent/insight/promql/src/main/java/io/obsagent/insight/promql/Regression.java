// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** The line through the samples of a window, and their smoothed end. */
final class Regression {
  private Regression() {}

  static double derivative(Window window) {
    return window.size() < 2 ? StepSeries.ABSENT : line(window, window.timestamp(0))[0];
  }

  static double predict(Window window, double seconds) {
    if (window.size() < 2) {
      return StepSeries.ABSENT;
    }
    double[] line = line(window, window.time());
    return line[0] * seconds + line[1];
  }

  /** Slope by the second and value at an instant, by least squares. */
  private static double[] line(Window window, long origin) {
    NeumaierSum sumX = new NeumaierSum();
    NeumaierSum sumY = new NeumaierSum();
    NeumaierSum sumXy = new NeumaierSum();
    NeumaierSum sumXx = new NeumaierSum();
    double first = window.value(0);
    boolean constant = true;
    int n = window.size();
    for (int i = 0; i < n; i++) {
      double x = (window.timestamp(i) - origin) / 1000.0;
      double y = window.value(i);
      constant &= i == 0 || y == first;
      sumX.add(x);
      sumY.add(y);
      sumXy.add(x * y);
      sumXx.add(x * x);
    }
    if (constant) {
      return Double.isInfinite(first)
          ? new double[] {Double.NaN, Double.NaN}
          : new double[] {0, first};
    }
    double x = sumX.total();
    double y = sumY.total();
    double slope = (sumXy.total() - x * y / n) / (sumXx.total() - x * x / n);
    return new double[] {slope, y / n - slope * x / n};
  }

  /** Holt's linear method. */
  static double smooth(Window window, double factor, double trendFactor) {
    check("smoothing", "sf", factor);
    check("trend", "tf", trendFactor);
    if (window.size() < 2) {
      return StepSeries.ABSENT;
    }
    double before = 0;
    double smoothed = window.value(0);
    double trend = window.value(1) - window.value(0);
    for (int i = 1; i < window.size(); i++) {
      if (i > 1) {
        trend = trendFactor * (smoothed - before) + (1 - trendFactor) * trend;
      }
      double next = factor * window.value(i) + (1 - factor) * (smoothed + trend);
      before = smoothed;
      smoothed = next;
    }
    return smoothed;
  }

  private static void check(String what, String symbol, double factor) {
    if (factor <= 0 || factor >= 1) {
      throw new EvaluationException(
          "invalid %s factor. Expected: 0 < %s < 1, got: %f".formatted(what, symbol, factor));
    }
  }
}
