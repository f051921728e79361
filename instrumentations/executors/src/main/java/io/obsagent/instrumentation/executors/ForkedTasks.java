// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** The contexts of ForkJoin tasks that have not run yet. Such a task waits in one queue at most. */
final class ForkedTasks {
  private static final WeakMap<Object, Context> CONTEXTS = new WeakMap<>();

  private ForkedTasks() {}

  static void forked(Object task) {
    Context context = Context.current();
    if (context != Context.root() && !IgnoredTasks.isIgnored(task)) {
      CONTEXTS.put(task, context);
    }
  }

  /**
   * The pool that carries virtual threads gets their continuations from whoever unblocks them; they
   * have contexts of their own.
   */
  static void submitted(Object pool, @Nullable Object task) {
    if (task != null
        && Context.current() != Context.root()
        && !IgnoredTasks.isIgnored(((ForkJoinPool) pool).getFactory())) {
      forked(task);
    }
  }

  /** Takes the task's context out and makes it current; null where there is none. */
  static @Nullable Scope begin(Object task) {
    Context context = CONTEXTS.remove(task);
    return context == null ? null : context.makeCurrent();
  }
}
