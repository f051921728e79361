// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.instrumentation.shared.genai.LibraryException;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are refused: by a budget, and by a provider. Of an answer that is none Spring AI's
 * handler of errors makes exceptions whose messages begin with the status, {@code 500 - …} or
 * {@code HTTP 500 - …}.
 */
final class Refusals {
  private static final String EXCEPTION = "TransientAiException";
  private static final String OWN = "org.springframework.ai.retry.NonTransientAiException";
  private static final String PROTOCOL = "HTTP ";
  private static final int DIGITS = 3;
  private static final int MAX_CAUSES = 4;

  private Refusals() {}

  /**
   * What the application gets where a budget is spent; null for a call that is to be made, and for
   * a model over a vendor's SDK, which refuses itself.
   */
  static @Nullable RuntimeException of(Object model, GenAiRequest request) {
    return Requests.isOverSdk(model)
        ? null
        : ModelCall.refused(
            request, reason -> (RuntimeException) LibraryException.of(model, reason, OWN));
  }

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
    try {
      return Integer.parseInt(message, start, start + DIGITS, 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
