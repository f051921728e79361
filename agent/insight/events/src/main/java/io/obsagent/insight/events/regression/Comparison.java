// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.regression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One number before and after, and how likely it is that chance alone makes it at least that much
 * worse than what may be let pass. Blocks of time are compared, not requests: requests of one
 * minute fail together, so they are not as many witnesses. Immutable.
 *
 * @param before the mean of the blocks before
 * @param after the mean of the blocks after
 * @param chance 0 to 1
 */
record Comparison(double before, double after, double chance) {
  private static final int FEWEST_BEFORE = 16;
  private static final int FEWEST_AFTER = 8;

  /** Noise that is always there, as a share: less was only not seen. */
  private static final double LEAST_NOISE = 0.02;

  /** A correlation of neighbours that few blocks cannot show. */
  private static final double UNSEEN_CORRELATION = 0.08;

  private static final double MOST_CORRELATION = 0.9;

  /**
   * Compares levels, as times and costs: their logarithms by Student's test.
   *
   * @param pass how many times as much may be let pass: 1.1
   * @return null if there are too few blocks
   */
  static @Nullable Comparison levels(double[] before, double[] after, double pass) {
    if (before.length < FEWEST_BEFORE || after.length < FEWEST_AFTER) {
      return null;
    }
    double[] logsBefore = Arrays.stream(before).map(Math::log).toArray();
    double[] logsAfter = Arrays.stream(after).map(Math::log).toArray();
    double meanBefore = mean(logsBefore);
    double meanAfter = mean(logsAfter);
    double noise = Math.max(LEAST_NOISE * LEAST_NOISE, variance(logsBefore, meanBefore));
    double noiseAfter = Math.max(noise, variance(logsAfter, meanAfter));
    double witnesses = 1 / inflation(logsBefore, meanBefore);
    double countBefore = before.length * witnesses;
    double countAfter = after.length * witnesses;
    double t =
        (meanAfter - meanBefore - Math.log(pass))
            / Math.sqrt(noise / countBefore + noiseAfter / countAfter);
    double freedom = Math.max(2, countBefore + countAfter - 2);
    return new Comparison(Math.exp(meanBefore), Math.exp(meanAfter), StudentT.above(t, freedom));
  }

  /**
   * Compares shares, as of failed requests: with as much scatter as the blocks show, which is more
   * than that of coins, or by ranks, which are better where errors come in bursts. For the choice
   * of two tests the chance counts twice.
   *
   * @param pass how many times as many may be let pass: 1.2
   * @return null if there are too few blocks
   */
  static @Nullable Comparison shares(Counts before, Counts after, double pass) {
    if (before.size() < FEWEST_BEFORE || after.size() < FEWEST_AFTER) {
      return null;
    }
    double shareBefore = before.share();
    double shareAfter = after.share();
    double scatter = Math.max(1, before.scatter(shareBefore));
    double scatterAfter = Math.max(scatter, after.scatter(shareAfter));
    double inflation = inflation(before.shares(), shareBefore);
    double pooled = (before.hits() + after.hits() + 0.5) / (before.trials() + after.trials() + 1);
    double coin = pooled * (1 - pooled) * inflation;
    double error =
        Math.sqrt(
            pass * pass * scatter * coin / before.trials() + scatterAfter * coin / after.trials());
    double t = (shareAfter - pass * shareBefore) / error;
    double freedom = Math.max(2, (before.size() + after.size()) / inflation - 2);
    double chance =
        Math.min(StudentT.above(t, freedom), chanceOfRanks(before.shares(), after.shares(), pass));
    return new Comparison(shareBefore, shareAfter, Math.min(1, 2 * chance));
  }

  /**
   * How likely it is that chance alone puts the blocks after so far above those before, by Mann's
   * and Whitney's ranks: a burst in one block says no more than any other block.
   *
   * @param pass how many times as much may be let pass
   */
  static double chanceOfRanks(double[] before, double[] after, double pass) {
    double above = 0;
    for (double now : after) {
      for (double old : before) {
        int order = Double.compare(now, pass * old);
        above += order > 0 ? 1 : order == 0 ? 0.5 : 0;
      }
    }
    double pairs = (double) before.length * after.length;
    double inflation = inflation(before, mean(before));
    double spread = Math.sqrt(inflation * pairs * (before.length + after.length + 1) / 12);
    double freedom = Math.max(2, (before.length + after.length) / inflation - 2);
    return StudentT.above((above - pairs / 2) / spread, freedom);
  }

  /** Hits and trials of each block; each has trials. */
  @SuppressWarnings("ArrayRecordComponent")
  record Counts(double[] hitsOf, double[] trialsOf) {
    int size() {
      return trialsOf.length;
    }

    double hits() {
      return Arrays.stream(hitsOf).sum();
    }

    double trials() {
      return Arrays.stream(trialsOf).sum();
    }

    double share() {
      return hits() / trials();
    }

    double[] shares() {
      double[] shares = new double[size()];
      Arrays.setAll(shares, i -> hitsOf[i] / trialsOf[i]);
      return shares;
    }

    /** Pearson's: how many times as much the blocks scatter as coins would. */
    double scatter(double share) {
      double sum = 0;
      for (int i = 0; i < size(); i++) {
        double expected = trialsOf[i] * share;
        double difference = hitsOf[i] - expected;
        sum += expected > 0 ? difference * difference / (expected * (1 - share)) : 0;
      }
      return share >= 1 ? 1 : sum / (size() - 1);
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double variance(double[] values, double mean) {
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  /** How many blocks in a row tell as much as one would that knew nothing of its neighbours. */
  private static double inflation(double[] values, double mean) {
    double own = 0;
    double neighbours = 0;
    for (int i = 0; i < values.length; i++) {
      own += (values[i] - mean) * (values[i] - mean);
      neighbours += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
    }
    double correlation =
        Math.min(
            MOST_CORRELATION, Math.max(0, own == 0 ? 0 : neighbours / own) + UNSEEN_CORRELATION);
    return (1 + correlation) / (1 - correlation);
  }
}
