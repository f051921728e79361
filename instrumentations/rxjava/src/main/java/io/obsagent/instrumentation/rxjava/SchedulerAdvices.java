// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rxjava;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for schedulers and their workers. */
final class SchedulerAdvices {
  private SchedulerAdvices() {}

  /**
   * Advice for {@code schedule} and its likes, of which one calls another. The task carries its
   * context, so all below is to see none.
   */
  static final class Schedule {
    private static final Guard GUARD = Guard.of(Schedule.class);

    private Schedule() {}

    @ReplaceArgument(0)
    static @Nullable Runnable task(@Argument(0) @Nullable Runnable task) {
      Context context = Context.current();
      return task == null || context == Context.root() ? task : GUARD.wrap(task, context);
    }

    @OnEnter
    static @Nullable Scope enter() {
      return Context.current() == Context.root() ? null : Context.root().makeCurrent();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }
}
