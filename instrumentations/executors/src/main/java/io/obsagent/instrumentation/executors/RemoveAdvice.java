// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for {@code remove}: a task taken out of the queue takes its context along. */
final class RemoveAdvice {
  private RemoveAdvice() {}

  @OnEnter
  static @Nullable Object enter(@Argument(0) @Nullable Object task) {
    return task;
  }

  @OnExit
  static void exit(@Token @Nullable Object task, @Return boolean removed) {
    if (task != null && removed) {
      SubmittedTasks.take(task);
    }
  }
}
