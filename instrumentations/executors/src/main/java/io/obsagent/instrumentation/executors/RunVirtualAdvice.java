// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.StartedThreads;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code run} of a virtual thread, which is given its task. What begins and ends the
 * thread for the JVM is within, so nothing more is done there than to exchange the task.
 */
final class RunVirtualAdvice {
  private RunVirtualAdvice() {}

  @ReplaceArgument(0)
  static @Nullable Object task(@This Thread thread, @Argument(0) @Nullable Object task) {
    Context context = StartedThreads.take(thread);
    return InStartersContext.of(task, context);
  }
}
