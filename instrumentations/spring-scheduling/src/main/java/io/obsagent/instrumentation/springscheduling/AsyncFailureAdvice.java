// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code handleError}, which gets what an {@code @Async} method threw, within the call.
 * Where no future carries it to who called, nothing else tells of it.
 */
final class AsyncFailureAdvice {
  private AsyncFailureAdvice() {}

  @OnEnter
  static void enter(@Argument(0) @Nullable Throwable thrown) {
    AsyncCall.failed(thrown);
  }
}
