// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Times of the way out, in one place.
 *
 * @param interval between two batches of a quiet application
 * @param firstRetry pause after the first failure; doubles with each further one
 * @param longestRetry pause at most, unless the receiver asks for more
 * @param retryFor how long one batch is tried
 * @param longestRetryAfter what a receiver may ask for at most
 * @param shutdown how long a shutdown may take
 */
record ExportTiming(
    Duration interval,
    Duration firstRetry,
    Duration longestRetry,
    Duration retryFor,
    Duration longestRetryAfter,
    Duration shutdown) {

  static ExportTiming withInterval(Duration interval) {
    return new ExportTiming(
        interval,
        Duration.ofSeconds(1),
        Duration.ofSeconds(8),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofSeconds(5));
  }

  /**
   * How long to wait after a failure, in nanoseconds. Doubles with each attempt, and differs by a
   * fifth so that agents do not come in step; what the receiver asks for counts, within bounds.
   *
   * @param attempt how many failed before
   */
  long pause(int attempt, Duration asked) {
    long usual = Math.min(longestRetry.toNanos(), firstRetry.toNanos() << Math.min(attempt, 10));
    long spread = (long) (usual * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
    return Math.max(bounded(asked), spread);
  }

  /** What a receiver asked for, as far as it is granted, in nanoseconds. */
  long bounded(Duration asked) {
    return Math.min(asked.toNanos(), longestRetryAfter.toNanos());
  }
}
