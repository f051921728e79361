// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import java.time.Duration;

/** A failed attempt; the message holds no secret. */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final boolean retryable;
  private final Duration retryAfter;

  public DeliveryException(String message, boolean retryable) {
    this(message, retryable, Duration.ZERO);
  }

  public DeliveryException(String message, boolean retryable, Duration retryAfter) {
    super(message);
    this.retryable = retryable;
    this.retryAfter = retryAfter.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : retryAfter;
  }

  /** Whether the same attempt may succeed later. */
  public boolean isRetryable() {
    return retryable;
  }

  /** The longer of a delay and what the server asked for, at most ten minutes of the latter. */
  public Duration delay(Duration own) {
    return own.compareTo(retryAfter) < 0 ? retryAfter : own;
  }
}
