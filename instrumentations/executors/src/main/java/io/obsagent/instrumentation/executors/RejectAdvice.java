// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import org.jspecify.annotations.Nullable;

/** Advice for {@code reject}: whatever the handler does with its task, this submission is over. */
final class RejectAdvice {
  private RejectAdvice() {}

  @ReplaceArgument(0)
  static @Nullable Object task(@Argument(0) @Nullable Object task) {
    return task == null ? null : OneSubmission.over(task);
  }
}
