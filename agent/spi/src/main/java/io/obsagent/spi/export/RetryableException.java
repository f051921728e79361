// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import java.io.IOException;
import java.time.Duration;

/** The receiver could not take a batch now; the same batch may be sent again. */
public final class RetryableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param retryAfter what the receiver asked for, or zero
   */
  public RetryableException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
