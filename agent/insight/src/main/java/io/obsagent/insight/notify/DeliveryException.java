// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.notify;

/** A failed attempt; the message holds no secret. */
final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  DeliveryException(String message, boolean retryable) {
    super(message);
    this.retryable = retryable;
  }

  /** Whether the same attempt may succeed later. */
  boolean isRetryable() {
    return retryable;
  }
}
