// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for the constructor of a pool's worker, which may bring its first task along. */
final class NewWorkerAdvice {
  private NewWorkerAdvice() {}

  @OnEnter
  static @Nullable Object enter(@Argument(1) @Nullable Object firstTask) {
    return firstTask;
  }

  @OnExit
  static void exit(@This Object worker, @Token @Nullable Object firstTask) {
    if (firstTask != null && SubmittedTasks.isPending(firstTask)) {
      RunningTask.FIRST.put(worker, firstTask);
    }
  }
}
