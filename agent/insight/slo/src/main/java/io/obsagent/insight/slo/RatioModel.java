// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** How the share of bad events goes on. */
enum RatioModel {
  /** As in most hours of the last day: what is over is over. */
  USUAL_LEVEL {
    @Override
    double at(double[] ratios, int hour) {
      double[] day = Arrays.copyOfRange(ratios, Math.max(0, ratios.length - DAY), ratios.length);
      Arrays.sort(day);
      double middle = day.length == 0 ? 0 : day[(day.length - 1) / 2];
      return Arrays.stream(day).filter(ratio -> ratio <= OUTLIER * middle).average().orElse(0);
    }
  },

  /** As in the last hours. */
  RECENT_LEVEL {
    @Override
    double at(double[] ratios, int hour) {
      return mean(ratios, RECENT);
    }
  },

  /** As in the last day. */
  DAY_LEVEL {
    @Override
    double at(double[] ratios, int hour) {
      return mean(ratios, DAY);
    }
  },

  /** As in the whole week. */
  WEEK_LEVEL {
    @Override
    double at(double[] ratios, int hour) {
      return mean(ratios, WEEK);
    }
  },

  /** As at the same hour of the days before. */
  HOUR_OF_DAY {
    @Override
    double at(double[] ratios, int hour) {
      return ratios.length < DAY ? mean(ratios, DAY) : sameHour(ratios, hour);
    }
  },

  /** Rising or falling as in the last day. */
  TREND {
    @Override
    double at(double[] ratios, int hour) {
      return line(ratios, hour);
    }
  };

  private static final int DAY = 24;
  private static final int RECENT = 6;
  private static final int WEEK = 7 * DAY;
  private static final double MOST_OFF = 4;

  /** So many times the usual is an incident. */
  private static final double OUTLIER = 4;

  /** The share in an hour to come, 0 for the next one. */
  abstract double at(double[] ratios, int hour);

  /** What a level would be by other hours of the same day, by what it is. */
  double again(double[] ratios, SplittableRandom random) {
    boolean level = this != HOUR_OF_DAY && this != TREND;
    double is = at(ratios, 0);
    if (!level || is <= 0) {
      return 1;
    }
    double[] day = Arrays.copyOfRange(ratios, Math.max(0, ratios.length - DAY), ratios.length);
    double[] drawn = new double[day.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = day[random.nextInt(day.length)];
    }
    return Math.max(1 / MOST_OFF, Math.min(MOST_OFF, at(drawn, 0) / is));
  }

  double[] predict(double[] ratios, int horizon) {
    double[] predicted = new double[horizon];
    for (int hour = 0; hour < horizon; hour++) {
      predicted[hour] = Math.max(0, Math.min(1, at(ratios, hour)));
    }
    return predicted;
  }

  /** By how much each of the last hours differed from what had been foretold for it. */
  double[] residuals(double[] ratios) {
    int first = Math.min(ratios.length, Math.max(RECENT, ratios.length - 3 * DAY));
    double[] residuals = new double[ratios.length - first];
    for (int i = first; i < ratios.length; i++) {
      double[] before = Arrays.copyOf(ratios, i);
      residuals[i - first] = ratios[i] - Math.max(0, Math.min(1, at(before, 0)));
    }
    return residuals;
  }

  /** The model that would have foretold best what the last days had in all, from several hours. */
  static RatioModel best(double[] ratios, double budget) {
    RatioModel best = DAY_LEVEL;
    double least = Double.POSITIVE_INFINITY;
    for (RatioModel model : List.of(values())) {
      double error = model.error(ratios);
      // What is simpler wins unless another is clearly better.
      if (error < 0.9 * least - budget * 1e-3) {
        least = error;
        best = model;
      }
    }
    return best;
  }

  /**
   * How far it is off for what a day had in all, told from hours of the last three; the newest
   * count most.
   */
  private double error(double[] ratios) {
    double error = 0;
    double weights = 0;
    for (int back = 1;
        back <= Math.min(3 * DAY, ratios.length - RECENT);
        back += back < 4 ? 1 : 4) {
      double weight = Math.pow(0.5, back / (double) DAY);
      double[] sums = backtest(ratios, back);
      error += weight * Math.abs(sums[0] - sums[1]) / sums[2];
      weights += weight;
    }
    return weights == 0 ? 0 : error / weights;
  }

  /** What was foretold for a day that began some hours ago, what was found, and how many hours. */
  private double[] backtest(double[] ratios, int back) {
    double[] before = Arrays.copyOf(ratios, ratios.length - back);
    int hours = Math.min(DAY, back);
    double foretold = 0;
    double found = 0;
    for (int hour = 0; hour < hours; hour++) {
      foretold += Math.max(0, Math.min(1, at(before, hour)));
      found += ratios[before.length + hour];
    }
    return new double[] {foretold, found, hours};
  }

  /** By what factors it was off. */
  double[] factors(double[] ratios) {
    int last = Math.min(3 * DAY, ratios.length - RECENT);
    double[] factors = new double[Math.max(0, last / 4)];
    for (int i = 0; i < factors.length; i++) {
      double[] sums = backtest(ratios, 4 * (i + 1));
      factors[i] = sums[0] <= 0 ? 1 : Math.max(1 / MOST_OFF, Math.min(MOST_OFF, sums[1] / sums[0]));
    }
    return factors;
  }

  static double mean(double[] values, int last) {
    int from = Math.max(0, values.length - last);
    double sum = 0;
    for (int i = from; i < values.length; i++) {
      sum += values[i];
    }
    return values.length == from ? 0 : sum / (values.length - from);
  }

  /** The mean of the same hour of all days there are; of all hours while there is no day. */
  static double sameHour(double[] values, int hour) {
    double sum = 0;
    int count = 0;
    for (int i = values.length + hour % DAY - DAY; i >= 0; i -= DAY) {
      sum += values[i];
      count++;
    }
    return count == 0 ? mean(values, DAY) : sum / count;
  }

  private static double line(double[] ratios, int hour) {
    int from = Math.max(0, ratios.length - DAY);
    int n = ratios.length - from;
    if (n < RECENT) {
      return mean(ratios, RECENT);
    }
    double middle = (n - 1) / 2.0;
    double level = mean(ratios, DAY);
    double up = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      up += (i - middle) * (ratios[from + i] - level);
      square += (i - middle) * (i - middle);
    }
    // A line holds no longer than it has been seen; from then on its end is the level.
    return level + up / square * (n + Math.min(hour, 3 * n) - middle);
  }
}
