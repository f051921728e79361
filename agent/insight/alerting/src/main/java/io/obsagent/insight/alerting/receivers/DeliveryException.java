// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

/** A failed attempt; the message holds no secret. */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  public DeliveryException(String message, boolean retryable) {
    super(message);
    this.retryable = retryable;
  }

  /** Whether the same attempt may succeed later. */
  public boolean isRetryable() {
    return retryable;
  }
}
