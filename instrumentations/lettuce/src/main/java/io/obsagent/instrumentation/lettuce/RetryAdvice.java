// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Commands are written again: their operations run already. */
final class RetryAdvice {
  private RetryAdvice() {}

  @OnEnter
  static Boolean enter() {
    return Commands.RETRYING.enter();
  }

  @OnExit
  static void exit(@Token @Nullable Boolean entered) {
    if (entered != null) {
      Commands.RETRYING.exit();
    }
  }
}
