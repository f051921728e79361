// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Advice for {@code remove}: a task taken out of the queue takes its context along. */
final class RemoveAdvice {
  private RemoveAdvice() {}

  @OnEnter
  static @Nullable Object enter(@This Object pool, @Argument(0) @Nullable Object task) {
    return task == null ? null : OneSubmission.toRemove((ThreadPoolExecutor) pool, task);
  }

  @ReplaceArgument(0)
  static @Nullable Object task(@Token @Nullable Object found, @Argument(0) @Nullable Object task) {
    return found == null ? task : found;
  }

  @OnExit
  static void exit(@Token @Nullable Object found, @Return boolean removed) {
    if (found != null && removed) {
      SubmittedTasks.take(found);
    }
  }
}
