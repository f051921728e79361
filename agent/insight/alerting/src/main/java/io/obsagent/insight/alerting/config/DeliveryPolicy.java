// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.time.Duration;

/**
 * How hard delivery is tried.
 *
 * @param timeout of one attempt
 * @param retries attempts after the first
 * @param retryDelay before the first retry; each further one waits twice as long
 * @param perMinute notifications to one receiver in a minute; what exceeds it waits
 */
public record DeliveryPolicy(Duration timeout, int retries, Duration retryDelay, int perMinute) {
  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(Duration.ofSeconds(30), 3, Duration.ofMinutes(1), 60);

  private static final Duration MAX_DELAY = Duration.ofHours(1);

  /** Time to wait after so many failed attempts. */
  public Duration delayAfter(int attempts) {
    Duration delay = retryDelay.multipliedBy(1L << Math.min(attempts - 1, 10));
    return delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
  }
}
