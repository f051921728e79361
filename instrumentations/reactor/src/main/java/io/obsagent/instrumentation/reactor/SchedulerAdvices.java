// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Advice for where all schedulers hand a task to their executor. The task carries its context: that
 * costs a fraction of keeping it beside the executor's future, so the executor is to see none. And
 * a chain may go from one scheduler to the next as often as it likes, which tasks of executors may
 * not. Periodic tasks are not advised, for they belong to nobody.
 */
final class SchedulerAdvices {
  private static final Guard GUARD = Guard.of(SchedulerAdvices.class);

  private SchedulerAdvices() {}

  private static @Nullable Runnable inContext(@Nullable Runnable task) {
    Context context = Context.current();
    return task == null || context == Context.root() ? task : GUARD.wrap(task, context);
  }

  private static @Nullable Scope withoutContext() {
    return Context.current() == Context.root() ? null : Context.root().makeCurrent();
  }

  private static void end(@Nullable Scope scope) {
    if (scope != null) {
      scope.close();
    }
  }

  /** Advice for {@code directSchedule}. */
  static final class Direct {
    private Direct() {}

    @ReplaceArgument(1)
    static @Nullable Runnable task(@Argument(1) @Nullable Runnable task) {
      return inContext(task);
    }

    @OnEnter
    static @Nullable Scope enter() {
      return withoutContext();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      end(scope);
    }
  }

  /** Advice for {@code workerSchedule}. */
  static final class Worker {
    private Worker() {}

    @ReplaceArgument(2)
    static @Nullable Runnable task(@Argument(2) @Nullable Runnable task) {
      return inContext(task);
    }

    @OnEnter
    static @Nullable Scope enter() {
      return withoutContext();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      end(scope);
    }
  }

  /** Advice for {@code schedule} of the scheduler that runs each task on a thread of its own. */
  static final class OwnThread {
    private OwnThread() {}

    @ReplaceArgument(0)
    static @Nullable Runnable task(@Argument(0) @Nullable Runnable task) {
      return inContext(task);
    }

    @OnEnter
    static @Nullable Scope enter() {
      return withoutContext();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      end(scope);
    }
  }

  /** Advice for {@code drain} there: a task that has run starts the thread of the next one. */
  static final class NextThread {
    private NextThread() {}

    @OnEnter
    static @Nullable Scope enter() {
      return withoutContext();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      end(scope);
    }
  }
}
