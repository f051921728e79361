// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import org.jspecify.annotations.Nullable;

/** Advice for {@code execute}: before a worker can see the task. */
final class SubmitAdvice {
  private SubmitAdvice() {}

  @ReplaceArgument(0)
  static @Nullable Object task(@This Object pool, @Argument(0) @Nullable Object task) {
    return task == null ? null : SubmittedTasks.submitted(task, pool);
  }
}
