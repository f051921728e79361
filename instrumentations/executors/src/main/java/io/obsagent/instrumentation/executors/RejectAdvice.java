// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import org.jspecify.annotations.Nullable;

/** Advice for {@code reject}: whatever the handler does, this submission is over. */
final class RejectAdvice {
  private RejectAdvice() {}

  @OnEnter
  static void enter(@Argument(0) @Nullable Object task) {
    if (task != null) {
      SubmittedTasks.take(task);
    }
  }
}
