// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Advice for what makes a virtual thread of a task and starts it. There the task can carry the
 * context, which costs half as much as to keep it beside the thread; so {@code start}, which is
 * called within, is to find none.
 */
final class StartVirtualAdvice {
  private StartVirtualAdvice() {}

  @ReplaceArgument(0)
  static @Nullable Object task(@Argument(0) @Nullable Object task) {
    return InStartersContext.of(task, Context.current());
  }

  @OnEnter
  static @Nullable Scope enter() {
    return HelpAdvice.enter();
  }

  @OnExit
  static void exit(@Token @Nullable Scope scope) {
    HelpAdvice.exit(scope);
  }
}
