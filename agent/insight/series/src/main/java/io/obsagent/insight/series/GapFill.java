// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.Labels;

/**
 * Makes the ten-minute and the hour tier answer queries whose windows are shorter than their
 * resolution, such as the look-back of 5 minutes or {@code rate(x[5m])}: between two samples that
 * are neighbours, one each two minutes is added. A growing counter grows evenly in between; a gauge
 * keeps its value until the next sample.
 */
final class GapFill {
  private static final long STEP_MILLIS = 120_000;

  private GapFill() {}

  /** Copies samples of {@code [first, last]} that are later than what {@code into} has. */
  static void copy(
      SampleBuffer samples, Tier tier, Labels labels, long first, long last, SampleBuffer into) {
    boolean fill = tier.resolutionMillis() > STEP_MILLIS;
    boolean counter = isCounter(labels.metricName());
    for (int i = 0; i < samples.size(); i++) {
      long time = samples.timestamp(i);
      if (time >= first && time <= last && time > into.lastTimestamp()) {
        into.add(time, samples.value(i));
      }
      if (fill && !Samples.isStale(samples.value(i))) {
        long end =
            i + 1 < samples.size() ? samples.timestamp(i + 1) : time + tier.resolutionMillis();
        if (end - time <= tier.resolutionMillis() * 2) {
          fill(samples, i, counter, Math.max(first, time + 1), Math.min(last, end - 1), into);
        }
      }
    }
  }

  private static void fill(
      SampleBuffer samples, int index, boolean counter, long from, long to, SampleBuffer into) {
    long start = samples.timestamp(index);
    double value = samples.value(index);
    double slope = 0;
    if (counter && index + 1 < samples.size() && samples.value(index + 1) > value) {
      slope = (samples.value(index + 1) - value) / (samples.timestamp(index + 1) - start);
    }
    for (long time = start + STEP_MILLIS; time <= to; time += STEP_MILLIS) {
      if (time >= from && time > into.lastTimestamp()) {
        into.add(time, value + slope * (time - start));
      }
    }
  }

  private static boolean isCounter(String name) {
    return name.endsWith("_total")
        || name.endsWith("_bucket")
        || name.endsWith("_count")
        || name.endsWith("_sum");
  }
}
