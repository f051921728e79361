// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import java.time.Duration;

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
}
