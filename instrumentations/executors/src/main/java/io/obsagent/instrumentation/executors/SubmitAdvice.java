// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import org.jspecify.annotations.Nullable;

/** Advice for {@code execute}: before a worker can see the task. */
final class SubmitAdvice {
  private SubmitAdvice() {}

  @OnEnter
  static void enter(@Argument(0) @Nullable Object task) {
    if (task != null) {
      SubmittedTasks.submitted(task);
    }
  }
}
