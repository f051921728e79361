// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
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

  /** Takes the task's context out and makes it current; null where there is none. */
  static @Nullable Scope begin(Object task) {
    Context context = CONTEXTS.remove(task);
    return context == null ? null : context.makeCurrent();
  }
}
