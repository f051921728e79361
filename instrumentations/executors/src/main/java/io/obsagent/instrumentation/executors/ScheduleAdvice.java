// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import java.util.concurrent.RunnableScheduledFuture;
import org.jspecify.annotations.Nullable;

/** Advice for {@code delayedExecute}. A periodic task is nobody's: its trace would never end. */
final class ScheduleAdvice {
  private ScheduleAdvice() {}

  @OnEnter
  static void enter(@Argument(0) @Nullable RunnableScheduledFuture<?> task) {
    if (task != null && !task.isPeriodic()) {
      SubmittedTasks.submitted(task, task);
    }
  }
}
