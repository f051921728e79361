// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Errors that come for some hours, again and again, with little between: what has been seen since
 * they began is drawn again in blocks, so that the hours of a burst stay together. A mean over less
 * time than lies between two of them says nothing, and one burst alone may have been the last.
 *
 * <p>Blocks have random lengths, as in Politis and Romano's stationary bootstrap. As only a few
 * bursts have been seen, each simulation first draws which of them there might have been, and then
 * goes on with those. Immutable.
 */
final class Bursts {
  private static final int DAY = 24;
  private static final int LOOK = 3 * DAY;

  /** So many times the usual is a burst, if it spends the budget twice as fast as allowed. */
  private static final double OUTLIER = 4;

  private static final int LEAST = 2;

  /** Shares of bad events by hour since bursts began. */
  private final double[] seen;

  /** Hours from one burst to the next. */
  private final int apart;

  private Bursts(double[] seen, int apart) {
    this.seen = seen;
    this.apart = apart;
  }

  /** Bursts in the shares of the last days, the oldest first; empty if there are not several. */
  static Optional<Bursts> in(double[] ratios, double budget) {
    double[] last = Arrays.copyOfRange(ratios, Math.max(0, ratios.length - LOOK), ratios.length);
    if (last.length < DAY) {
      return Optional.empty();
    }
    Arrays.sort(last);
    double limit = Math.max(2 * budget, OUTLIER * last[(last.length - 1) / 2]);
    int count = 0;
    int first = 0;
    boolean within = false;
    for (int hour = 0; hour < ratios.length; hour++) {
      if (ratios[hour] > limit && !within) {
        first = count++ == 0 ? hour : first;
      }
      // What only falters goes on.
      within = ratios[hour] > (within ? limit / 4 : limit);
    }
    if (count < LEAST) {
      return Optional.empty();
    }
    int apart = Math.max(1, (ratios.length - first) / count);
    // The first burst ended a gap of which half, on average, belongs to it.
    int from = Math.max(0, first - apart / 2);
    return Optional.of(new Bursts(Arrays.copyOfRange(ratios, from, ratios.length), apart));
  }

  /** The share of bad events in all hours since bursts began. */
  double level() {
    return Arrays.stream(seen).average().orElse(0);
  }

  /** Shares of so many hours to come, as they might be. */
  double[] draw(int horizon, SplittableRandom random) {
    return blocks(blocks(seen, seen.length, random), horizon, random);
  }

  private double[] blocks(double[] from, int length, SplittableRandom random) {
    double[] drawn = new double[length];
    int at = 0;
    for (int i = 0; i < length; i++) {
      boolean jump = i == 0 || random.nextInt(apart) == 0;
      at = jump ? random.nextInt(from.length) : (at + 1) % from.length;
      drawn[i] = from[at];
    }
    return drawn;
  }
}
