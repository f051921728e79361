// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for {@code ForkJoinPool} and its tasks. */
final class ForkJoinAdvices {
  private ForkJoinAdvices() {}

  /** Advice for the submission of a task to a ForkJoinPool. */
  static final class Submit {
    private Submit() {}

    @OnEnter
    static void enter(@This Object pool, @Argument(0) @Nullable Object task) {
      ForkedTasks.submitted(pool, task);
    }
  }

  /** Advice for the submission of a task to a ForkJoinPool, since JDK 21. */
  static final class PoolSubmit {
    private PoolSubmit() {}

    @OnEnter
    static void enter(@This Object pool, @Argument(1) @Nullable Object task) {
      ForkedTasks.submitted(pool, task);
    }
  }

  /** Advice for {@code runWorker}, with which each thread of the pool begins. */
  static final class Work {
    private Work() {}

    @OnEnter
    static void enter(@This Object pool) {
      NamedPools.working(pool);
    }
  }

  /** Advice for {@code fork}. */
  static final class Fork {
    private Fork() {}

    @OnEnter
    static void enter(@This Object task) {
      ForkedTasks.forked(task);
    }
  }

  /** Advice for {@code doExec}, which runs every task of a ForkJoinPool. */
  static final class DoExec {
    private DoExec() {}

    @OnEnter
    static ForkedTasks.@Nullable Running enter(@This Object task) {
      return ForkedTasks.begin(task);
    }

    @OnExit
    static void exit(@Token ForkedTasks.@Nullable Running running) {
      if (running != null) {
        running.end();
      }
    }
  }

  /**
   * Advice for where a thread that waits for a ForkJoin task may run any others meanwhile: those
   * that have no context must not get this thread's.
   */
  static final class Help {
    private Help() {}

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
