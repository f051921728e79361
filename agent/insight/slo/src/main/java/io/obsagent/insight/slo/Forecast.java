// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * When an error budget will be spent, hour by hour: the window moves on, so that old errors leave
 * it, and what comes into it follows whichever of a few models would have foretold the last days
 * best. The interval is that of simulations in which the model errs as it has erred. While the
 * budget burns as fast as a page says, nothing of the past is like it: it is told what comes if it
 * goes on. Immutable.
 */
final class Forecast {
  private static final int DAY = 24;
  private static final int HISTORY = 7 * DAY;
  private static final int RUNS = 200;
  private static final int BLOCK = 3;

  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;
  private static final long SEED = 0x510L;

  /**
   * When it will be spent, in hours from now.
   *
   * @param hours infinite if not within the horizon
   * @param low not sooner than this in 95 of 100 simulations
   * @param high not later than this in 95 of 100 simulations
   * @param basis how much of the past it stands on: {@code 168h}, or the window of a page
   */
  record Projection(double hours, double low, double high, String basis) {}

  private final double[] totals;
  private final double[] bads;
  private final double budget;
  private final boolean rolling;
  private final int horizon;
  private final @Nullable Burning burning;

  /**
   * @param totals events of each hour of the window, the oldest first
   * @param bads those of them that were bad
   * @param budget share of the events that may be bad
   * @param rolling whether old hours leave the window as new ones come
   * @param horizon how many hours to look ahead
   * @param burning how the budget burns now; null if no page says so
   */
  Forecast(
      double[] totals,
      double[] bads,
      double budget,
      boolean rolling,
      int horizon,
      @Nullable Burning burning) {
    this.totals = totals.clone();
    this.bads = bads.clone();
    this.budget = budget;
    this.rolling = rolling;
    this.horizon = horizon;
    this.burning = burning;
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
    if (burning != null) {
      return burning(load, burning);
    }
    Optional<Bursts> bursts = Bursts.in(ratios, budget);
    if (bursts.isPresent()) {
      return bursty(load, bursts.get(), known);
    }
    RatioModel model = RatioModel.best(ratios, budget);
    double[] expected = model.predict(ratios, horizon);
    double hours = spent(load, expected, new double[0]);
    if (hours == 0) {
      return new Projection(0, 0, 0, known + "h");
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
    return projection(hours, times, known + "h");
  }

  private Projection bursty(double[] load, Bursts bursts, int known) {
    double hours = spent(load, constant(bursts.level()), new double[0]);
    if (hours == 0) {
      return new Projection(0, 0, 0, known + "h");
    }
    double[] times = new double[RUNS];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < RUNS; run++) {
      times[run] = spent(load, bursts.draw(horizon, random), new double[0]);
    }
    return projection(hours, times, known + "h");
  }

  private Projection burning(double[] load, Burning now) {
    // Who comes in the hours after this one is known from the days before.
    load[0] = now.eventsPerHour();
    double hours = spent(load, constant(now.ratio()), new double[0]);
    double[] times = new double[RUNS];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < RUNS; run++) {
      times[run] = spent(load, constant(now.draw(random)), new double[0]);
    }
    return projection(hours, times, BurnWindow.name(now.window()));
  }

  private double[] constant(double ratio) {
    double[] expected = new double[horizon];
    Arrays.fill(expected, ratio);
    return expected;
  }

  private static Projection projection(double hours, double[] times, String basis) {
    Arrays.sort(times);
    return new Projection(
        hours,
        Math.min(hours, times[(int) (LOW * RUNS)]),
        Math.max(hours, times[(int) (HIGH * RUNS)]),
        basis);
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
}
