// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code DelegatingErrorHandlingRunnable.run}, which hands what a job threw to the error
 * handler: that one logs it with the ids of the job.
 */
final class ErrorHandlerAdvice {
  private ErrorHandlerAdvice() {}

  @OnEnter
  static FailedRun enter() {
    return FailedRun.begin();
  }

  @OnExit
  static void exit(@Token @Nullable FailedRun run) {
    if (run != null) {
      run.end();
    }
  }
}
