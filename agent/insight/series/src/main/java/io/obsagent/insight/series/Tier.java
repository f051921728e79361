// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import java.time.Duration;
import java.util.List;

/**
 * One resolution of the store. A tier keeps, of every interval of its resolution, the last sample
 * with the time it was taken at: what a scrape at that interval would have seen, so that counters
 * stay counters.
 *
 * @param resolutionMillis 0 for samples as they came
 * @param windowMillis chunks and segments are cut at multiples of this
 * @param retentionMillis age at which samples may go
 */
record Tier(String name, long resolutionMillis, long windowMillis, long retentionMillis) {
  private static final int SAMPLES_PER_WINDOW = 120;

  long windowStart(long time) {
    return Math.floorDiv(time, windowMillis) * windowMillis;
  }

  boolean sameInterval(long a, long b) {
    return Math.floorDiv(a, resolutionMillis) == Math.floorDiv(b, resolutionMillis);
  }

  /** From fine to coarse: as sampled, a minute, ten minutes, an hour. */
  static List<Tier> plan(Duration interval, Duration rawRetention) {
    long window =
        Math.min(
            Duration.ofHours(2).toMillis(),
            Math.max(Duration.ofMinutes(2).toMillis(), interval.toMillis() * SAMPLES_PER_WINDOW));
    return List.of(
        new Tier("raw", 0, window, Math.max(rawRetention.toMillis(), 3 * window)),
        coarse("1m", Duration.ofMinutes(1), Duration.ofHours(48)),
        coarse("10m", Duration.ofMinutes(10), Duration.ofDays(30)),
        coarse("1h", Duration.ofHours(1), Duration.ofDays(365)));
  }

  private static Tier coarse(String name, Duration resolution, Duration retention) {
    return new Tier(
        name,
        resolution.toMillis(),
        resolution.toMillis() * SAMPLES_PER_WINDOW,
        retention.toMillis());
  }
}
