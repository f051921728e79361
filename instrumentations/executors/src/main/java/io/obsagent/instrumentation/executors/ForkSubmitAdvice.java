// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import org.jspecify.annotations.Nullable;

/** Advice for the submission of a task to a ForkJoinPool. */
final class ForkSubmitAdvice {
  private ForkSubmitAdvice() {}

  @OnEnter
  static void enter(@This Object pool, @Argument(0) @Nullable Object task) {
    ForkedTasks.submitted(pool, task);
  }
}
