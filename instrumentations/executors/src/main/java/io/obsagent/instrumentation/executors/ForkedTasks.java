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
  static @Nullable Running begin(Object task) {
    Context context = CONTEXTS.remove(task);
    return context == null ? null : new Running(Context.current(), context.makeCurrent());
  }

  /**
   * A task that runs, mostly by itself, or within another that waits for it.
   *
   * @param around the context in which the thread took it up
   */
  record Running(Context around, Scope scope) {
    void end() {
      scope.close();
      if (Context.current() != around) {
        // The task has left a scope open, and closing the outer one was to no avail.
        around.makeCurrent();
      }
    }
  }
}
