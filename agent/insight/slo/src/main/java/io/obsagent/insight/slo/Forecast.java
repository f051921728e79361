// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * When an error budget will be spent, hour by hour: the window moves on, so that old errors leave
 * it, and what comes into it follows whichever of a few models would have foretold the last days
 * best. The interval is that of simulations in which the model errs as it has erred. Immutable.
 */
final class Forecast {
  private static final int DAY = 24;
  private static final int RECENT = 6;
  private static final int HISTORY = 7 * DAY;
  private static final int RUNS = 200;
  private static final int BLOCK = 3;
  private static final double MOST_OFF = 4;

  /** So many times the usual is an incident. */
  private static final double OUTLIER = 4;

  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;
  private static final long SEED = 0x510L;

  /**
   * When it will be spent, in hours from now.
   *
   * @param hours infinite if not within the horizon
   * @param low not sooner than this in 95 of 100 simulations
   * @param high not later than this in 95 of 100 simulations
   * @param basisHours how many hours of the past it stands on
   */
  record Projection(double hours, double low, double high, int basisHours) {}

  private final double[] totals;
  private final double[] bads;
  private final double budget;
  private final boolean rolling;
  private final int horizon;

  /**
   * @param totals events of each hour of the window, the oldest first
   * @param bads those of them that were bad
   * @param budget share of the events that may be bad
   * @param rolling whether old hours leave the window as new ones come
   * @param horizon how many hours to look ahead
   */
  Forecast(double[] totals, double[] bads, double budget, boolean rolling, int horizon) {
    this.totals = totals.clone();
    this.bads = bads.clone();
    this.budget = budget;
    this.rolling = rolling;
    this.horizon = horizon;
  }

  Projection project() {
    int known = known();
    double[] ratios = new double[known];
    double[] traffic = new double[known];
    for (int i = 0; i < known; i++) {
      int hour = totals.length - known + i;
      traffic[i] = totals[hour];
      ratios[i] = totals[hour] > 0 ? bads[hour] / totals[hour] : 0;
    }
    double[] load = load(traffic);
    Optional<Bursts> bursts = Bursts.in(ratios, budget);
    if (bursts.isPresent()) {
      return bursty(load, bursts.get(), known);
    }
    RatioModel model = RatioModel.best(ratios, budget);
    double[] expected = model.predict(ratios, horizon);
    double hours = spent(load, expected, new double[0]);
    if (hours == 0) {
      return new Projection(0, 0, 0, known);
    }
    double[] residuals = model.residuals(ratios);
    double[] factors = model.factors(ratios);
    double[] times = new double[RUNS];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < RUNS; run++) {
      double factor = factors.length == 0 ? 1 : factors[random.nextInt(factors.length)];
      double level = model.again(ratios, random);
      // What came beside the model may come again, or not.
      double share = Math.max(0, 2 * random.nextDouble() - 1);
      times[run] = spent(load, times(expected, factor * level), noise(residuals, share, random));
    }
    return projection(hours, times, known);
  }

  private Projection bursty(double[] load, Bursts bursts, int known) {
    double[] expected = new double[horizon];
    Arrays.fill(expected, bursts.level());
    double hours = spent(load, expected, new double[0]);
    if (hours == 0) {
      return new Projection(0, 0, 0, known);
    }
    double[] times = new double[RUNS];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < RUNS; run++) {
      times[run] = spent(load, bursts.draw(horizon, random), new double[0]);
    }
    return projection(hours, times, known);
  }

  private static Projection projection(double hours, double[] times, int known) {
    Arrays.sort(times);
    return new Projection(
        hours,
        Math.min(hours, times[(int) (LOW * RUNS)]),
        Math.max(hours, times[(int) (HIGH * RUNS)]),
        known);
  }

  /** Hours of the past, up to a week, since there first was something to count. */
  private int known() {
    int first = 0;
    while (first < totals.length && totals[first] == 0) {
      first++;
    }
    return Math.min(HISTORY, totals.length - first);
  }

  /** Events of each hour to come: as at the same hour of the days before. */
  private double[] load(double[] traffic) {
    double[] load = new double[horizon];
    for (int hour = 0; hour < horizon; hour++) {
      load[hour] = RatioModel.sameHour(traffic, hour);
    }
    return load;
  }

  /** Residuals in blocks, as errors come together. */
  private double[] noise(double[] residuals, double share, SplittableRandom random) {
    double[] noise = new double[residuals.length == 0 ? 0 : horizon];
    for (int i = 0; i < noise.length; i += BLOCK) {
      int from = random.nextInt(residuals.length);
      for (int j = i; j < Math.min(noise.length, i + BLOCK); j++) {
        noise[j] = share * residuals[(from + j - i) % residuals.length];
      }
    }
    return noise;
  }

  private static double[] times(double[] expected, double factor) {
    double[] scaled = new double[expected.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * expected[i];
    }
    return scaled;
  }

  /** Hours until more is spent than there is; infinite if that is not within the horizon. */
  private double spent(double[] load, double[] expected, double[] noise) {
    double total = Arrays.stream(totals).sum();
    double bad = Arrays.stream(bads).sum();
    double over = bad - budget * total;
    if (over > 0) {
      return 0;
    }
    for (int hour = 0; hour < horizon; hour++) {
      double ratio = expected[hour] + (noise.length == 0 ? 0 : noise[hour]);
      double come = load[hour];
      total += come;
      bad += come * Math.max(0, Math.min(1, ratio));
      if (rolling && hour < totals.length) {
        total -= totals[hour];
        bad -= bads[hour];
      }
      double next = bad - budget * total;
      if (next > 0) {
        return hour + -over / (next - over);
      }
      over = next;
    }
    return Double.POSITIVE_INFINITY;
  }

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
        return mean(ratios, HISTORY);
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

    /**
     * The model that would have foretold best what the last days had in all, from several hours.
     */
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

    /**
     * What was foretold for a day that began some hours ago, what was found, and how many hours.
     */
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
        factors[i] =
            sums[0] <= 0 ? 1 : Math.max(1 / MOST_OFF, Math.min(MOST_OFF, sums[1] / sums[0]));
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
}
