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
  private final byte hops;

  private RunningTask(Object task, Scope scope, int hops) {
    this.task = task;
    this.scope = scope;
    this.hops = (byte) hops;
  }

  static void begin(@Nullable Object task) {
    if (task == null) {
      return;
    }
    SubmittedTasks.Pending pending = SubmittedTasks.take(task);
    if (pending != null) {
      CURRENT.set(new RunningTask(task, pending.context().makeCurrent(), pending.hops()));
    }
  }

  static void end() {
    RunningTask running = CURRENT.get();
    if (running != null) {
      CURRENT.remove();
      running.scope.close();
      if (Context.current() != Context.root()) {
        // The task has left a scope open, and closing the outer one was to no avail: the next task
        // must not run in this one's trace.
        Context.root().makeCurrent();
      }
    }
  }

  /**
   * Tasks in a row that will have handed this thread's context on when a task has been submitted
   * now. A task that submits itself again is a loop at once.
   */
  static int hopsTo(Object task) {
    RunningTask running = CURRENT.get();
    if (running == null) {
      return 1;
    }
    return running.task == task ? Integer.MAX_VALUE : running.hops + 1;
  }
}
