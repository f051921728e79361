// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The task that a pool's worker runs, if it has a context. A task begins where the worker gets it
 * and ends where the worker asks for the next, so that it also spans what a subclass of the pool
 * does before and after; no method of the pool that a subclass may override is relied upon.
 */
final class RunningTask {
  /** What new workers will run first. */
  static final WeakMap<Object, Object> FIRST = new WeakMap<>();

  private static final ThreadLocal<@Nullable RunningTask> CURRENT = new ThreadLocal<>();

  private final Object task;
  private final Scope scope;

  private RunningTask(Object task, Scope scope) {
    this.task = task;
    this.scope = scope;
  }

  static void begin(@Nullable Object task) {
    if (task == null) {
      return;
    }
    Context context = SubmittedTasks.take(task);
    if (context != null) {
      CURRENT.set(new RunningTask(task, context.makeCurrent()));
    }
  }

  static void end() {
    RunningTask running = CURRENT.get();
    if (running != null) {
      CURRENT.remove();
      running.scope.close();
    }
  }

  static boolean isCurrent(Object task) {
    RunningTask running = CURRENT.get();
    return running != null && running.task == task;
  }
}
