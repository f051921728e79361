// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Advice for {@code doSubmit}: its callable runs the method, and what handles its failure. */
final class AsyncSubmitAdvice {
  private AsyncSubmitAdvice() {}

  @ReplaceArgument(0)
  static @Nullable Callable<Object> task(@Argument(0) @Nullable Callable<Object> task) {
    return task == null ? null : AsyncCall.of(task);
  }
}
