// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.List;

/** The functions of range vectors. */
final class RangeFunctions {
  private RangeFunctions() {}

  /** What a function does with a window; parameters hold a number an instant. */
  static RangeFunction of(
      Function function, RangeBoundary boundary, long rangeMillis, List<double[]> parameters) {
    return boundary == RangeBoundary.NONE
        ? of(function, rangeMillis, parameters)
        : extended(function, boundary, rangeMillis / 1000.0);
  }

  /**
   * @throws EvaluationException if the function needs samples inside the range only
   */
  static void checkBoundary(Function function, RangeBoundary boundary) {
    boolean rate =
        function == Function.RATE || function == Function.INCREASE || function == Function.DELTA;
    boolean count = function == Function.CHANGES || function == Function.RESETS;
    if (boundary == RangeBoundary.ANCHORED && !rate && !count
        || boundary == RangeBoundary.SMOOTHED && !rate) {
      String able =
          boundary == RangeBoundary.ANCHORED
              ? "changes, delta, increase, rate, resets"
              : "delta, increase, rate";
      throw new EvaluationException(
          boundary.word()
              + (" modifier can only be used with: " + able)
              + (" - not with " + function.symbol()));
    }
  }

  private static RangeFunction extended(
      Function function, RangeBoundary boundary, double rangeSeconds) {
    return switch (function) {
      case RATE -> window -> new ExtendedRange(window, boundary, true).increase(rangeSeconds);
      case INCREASE -> window -> new ExtendedRange(window, boundary, true).increase(1);
      case DELTA -> window -> new ExtendedRange(window, boundary, false).increase(1);
      case CHANGES -> window -> window.anchor() ? changes(window) : StepSeries.ABSENT;
      default -> window -> window.anchor() ? resets(window) : StepSeries.ABSENT;
    };
  }

  private static RangeFunction of(Function function, long rangeMillis, List<double[]> parameters) {
    return switch (function) {
      case RATE -> window -> Rates.extrapolated(window, true, rangeMillis / 1000.0);
      case INCREASE -> window -> Rates.extrapolated(window, true, 1);
      case DELTA -> window -> Rates.extrapolated(window, false, 1);
      case IRATE -> window -> Rates.instant(window, true);
      case IDELTA -> window -> Rates.instant(window, false);
      case CHANGES -> RangeFunctions::changes;
      case RESETS -> RangeFunctions::resets;
      case DERIV -> Regression::derivative;
      case PREDICT_LINEAR -> window -> Regression.predict(window, parameters.get(0)[window.step()]);
      case DOUBLE_EXPONENTIAL_SMOOTHING ->
          window ->
              Regression.smooth(
                  window, parameters.get(0)[window.step()], parameters.get(1)[window.step()]);
      case QUANTILE_OVER_TIME ->
          window ->
              Quantiles.of(parameters.get(0)[window.step()], window.copyValues(), window.size());
      default -> summary(function);
    };
  }

  private static RangeFunction summary(Function function) {
    return switch (function) {
      case SUM_OVER_TIME -> sum();
      case AVG_OVER_TIME -> average();
      case COUNT_OVER_TIME -> Window::size;
      case PRESENT_OVER_TIME -> window -> 1;
      case FIRST_OVER_TIME -> window -> window.value(0);
      case LAST_OVER_TIME -> Window::last;
      case MIN_OVER_TIME -> window -> window.value(extreme(window, false, false));
      case MAX_OVER_TIME -> window -> window.value(extreme(window, true, false));
      case TS_OF_MIN_OVER_TIME -> window -> seconds(window, extreme(window, false, true));
      case TS_OF_MAX_OVER_TIME -> window -> seconds(window, extreme(window, true, true));
      case TS_OF_FIRST_OVER_TIME -> window -> seconds(window, 0);
      case TS_OF_LAST_OVER_TIME -> window -> seconds(window, window.size() - 1);
      case STDVAR_OVER_TIME -> RangeFunctions::variance;
      case STDDEV_OVER_TIME -> window -> Math.sqrt(variance(window));
      case MAD_OVER_TIME -> RangeFunctions::medianDeviation;
      default ->
          throw new EvaluationException("function " + function.symbol() + "() is not supported");
    };
  }

  private static double seconds(Window window, int index) {
    return window.timestamp(index) / 1000.0;
  }

  private static RangeFunction sum() {
    NeumaierSum sum = new NeumaierSum();
    return window -> {
      sum.set(0, 0);
      for (int i = 0; i < window.size(); i++) {
        sum.add(window.value(i));
      }
      return Double.isInfinite(sum.sum()) ? sum.sum() : sum.total();
    };
  }

  private static RangeFunction average() {
    Mean mean = new Mean();
    return window -> {
      mean.reset();
      for (int i = 0; i < window.size(); i++) {
        mean.add(window.value(i));
      }
      return mean.mean();
    };
  }

  /** The index of the first or, if so asked, the last of the largest or smallest values. */
  private static int extreme(Window window, boolean largest, boolean last) {
    int best = 0;
    for (int i = 1; i < window.size(); i++) {
      double value = window.value(i);
      double known = window.value(best);
      boolean better = largest ? value > known : value < known;
      if (better || Double.isNaN(known) || last && value == known) {
        best = i;
      }
    }
    return best;
  }

  private static double changes(Window window) {
    int changes = 0;
    for (int i = 1; i < window.size(); i++) {
      double before = window.value(i - 1);
      double value = window.value(i);
      boolean bothNan = Double.isNaN(before) && Double.isNaN(value);
      changes += value != before && !bothNan ? 1 : 0;
    }
    return changes;
  }

  private static double resets(Window window) {
    int resets = 0;
    for (int i = 1; i < window.size(); i++) {
      resets += window.value(i) < window.value(i - 1) ? 1 : 0;
    }
    return resets;
  }

  /** Welford's algorithm with compensated sums. */
  private static double variance(Window window) {
    NeumaierSum mean = new NeumaierSum();
    NeumaierSum squares = new NeumaierSum();
    int size = window.size();
    for (int i = 0; i < size; i++) {
      double value = window.value(i);
      double delta = value - mean.total();
      mean.add(delta / (i + 1));
      squares.add(delta * (value - mean.total()));
    }
    return squares.total() / size;
  }

  private static double medianDeviation(Window window) {
    int size = window.size();
    double[] values = window.copyValues();
    for (int i = 0; i < size; i++) {
      if (Double.isNaN(values[i])) {
        return Double.NaN;
      }
    }
    double median = Quantiles.of(0.5, values, size);
    for (int i = 0; i < size; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    return Quantiles.of(0.5, values, size);
  }
}
