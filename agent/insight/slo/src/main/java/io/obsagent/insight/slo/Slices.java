// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.labels.Labels;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes events of slices of time: each that is over is one event, good or bad, or counts with its
 * share of bad events. Not thread-safe.
 */
final class Slices {
  /** So that a target of 0.9 is met by nine of ten. */
  private static final double ROUNDING = 1e-9;

  private final Indicator.Sliced indicator;
  private final long length;
  private final Map<Labels, double[]> sums = new HashMap<>();
  private long current = Long.MIN_VALUE;

  /** Whether there was something to count in the slice. */
  private boolean seen;

  Slices(Indicator.Sliced indicator) {
    this.indicator = indicator;
    length = indicator.slice().toMillis();
  }

  /**
   * Adds what has happened since the last call.
   *
   * @param events all and bad ones, by their groups
   * @param counts whether there was anything to count, and whether that counts
   * @param groups all that there are
   * @return events that are slices, all and bad ones
   */
  Map<Labels, double[]> add(
      long time, Map<Labels, double[]> events, boolean counts, Collection<Labels> groups) {
    Map<Labels, double[]> over = new HashMap<>();
    long slice = Math.floorDiv(time - 1, length);
    if (slice != current) {
      end(over, groups);
      current = slice;
    }
    if (counts) {
      seen = true;
      events.forEach(
          (group, found) -> {
            double[] sum = sums.computeIfAbsent(group, any -> new double[2]);
            sum[0] += found[0];
            sum[1] += found[1];
          });
    }
    if (time == (slice + 1) * length) {
      end(over, groups);
    }
    return over;
  }

  private void end(Map<Labels, double[]> over, Collection<Labels> groups) {
    if (seen) {
      for (Labels group : groups) {
        double[] sum = sums.getOrDefault(group, new double[2]);
        double[] slice = over.computeIfAbsent(group, any -> new double[2]);
        Double target = indicator.target();
        if (target != null) {
          slice[0]++;
          slice[1] += sum[1] > (1 - target) * sum[0] + ROUNDING ? 1 : 0;
        } else if (sum[0] > 0) {
          slice[0] += Measured.PARTS;
          slice[1] += Measured.PARTS * Math.max(0, Math.min(1, sum[1] / sum[0]));
        }
      }
    }
    sums.clear();
    seen = false;
  }
}
