// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/** Stands for the library's exception where the application reads an error itself. */
public final class ErrorStatus extends Exception {
  private static final int CLIENT_ERROR = 400;

  private ErrorStatus(int status) {
    super("HTTP status " + status, null, false, false);
  }

  /** Null where the status is no error. */
  public static @Nullable ErrorStatus of(int status) {
    return status >= CLIENT_ERROR ? new ErrorStatus(status) : null;
  }

  /** Ends a call whose answer has the status of an error. */
  public static void endIfOne(GenAiOperation operation, int status) {
    ErrorStatus error = of(status);
    if (error != null) {
      operation.refused(status, null);
      operation.end(error);
    }
  }
}
