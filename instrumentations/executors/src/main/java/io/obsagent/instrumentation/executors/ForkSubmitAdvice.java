// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import org.jspecify.annotations.Nullable;

/** Advice for the submission of a task to a ForkJoinPool. */
final class ForkSubmitAdvice {
  private ForkSubmitAdvice() {}

  @OnEnter
  static void enter(@Argument(0) @Nullable Object task) {
    if (task != null) {
      ForkedTasks.forked(task);
    }
  }
}
