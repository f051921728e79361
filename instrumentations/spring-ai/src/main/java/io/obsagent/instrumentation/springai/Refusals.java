// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/**
 * What Spring AI's handler of errors makes of an answer that is none: exceptions whose messages
 * begin with the status, {@code 500 - …} or {@code HTTP 500 - …}.
 */
final class Refusals {
  private static final String EXCEPTION = "TransientAiException";
  private static final String PROTOCOL = "HTTP ";
  private static final int MAX_CAUSES = 4;
  private static final int DIGITS = 3;

  private Refusals() {}

  /** Tells the status if the exception has one. */
  static void tell(GenAiOperation operation, Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++, cause = cause.getCause()) {
      if (cause.getClass().getSimpleName().endsWith(EXCEPTION)) {
        int status = status(cause.getMessage());
        if (status > 0) {
          operation.refused(status, null);
        }
        return;
      }
    }
  }

  /** -1 if the message does not begin with one. */
  static int status(@Nullable String message) {
    int start = message != null && message.startsWith(PROTOCOL) ? PROTOCOL.length() : 0;
    if (message == null || !message.startsWith(" - ", start + DIGITS)) {
      return -1;
    }
    int status = 0;
    for (int i = start; i < start + DIGITS; i++) {
      char c = message.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      status = 10 * status + c - '0';
    }
    return status;
  }
}
