// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.telemetry.BackgroundTasks;
import io.obsagent.spi.telemetry.WeakMap;
import io.obsagent.spi.telemetry.WithoutContext;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that get no context: those that are declared to be nobody's, and those whose functions have
 * their own.
 */
final class IgnoredTasks {
  private static final ClassValue<Boolean> IGNORED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isIgnored(type);
        }
      };

  private IgnoredTasks() {}

  /** Futures around an ignored task, until they are submitted; mostly there is none. */
  private static final WeakMap<Object, Boolean> FUTURES = new WeakMap<>();

  static boolean isIgnored(Object task) {
    return IGNORED.get(task.getClass());
  }

  /** Notes that a future only wraps a task: what is ignored is ignored in it as well. */
  static void wrapped(Object future, @Nullable Object task) {
    if (task != null && isIgnored(task)) {
      FUTURES.put(future, true);
    }
  }

  /** Whether a task is a future around an ignored one. */
  static boolean isIgnoredFuture(Object task) {
    return !FUTURES.isEmpty() && FUTURES.remove(task) != null;
  }

  private static boolean isIgnored(Class<?> type) {
    // The functions in a CompletableFuture's tasks have their own context.
    if (AsynchronousCompletionTask.class.isAssignableFrom(type)
        || WithoutContext.class.isAssignableFrom(type)) {
      return true;
    }
    // The continuation of a virtual thread, which whoever wakes it submits; it has its own context.
    return type.getName().startsWith("java.lang.VirtualThread")
        || BackgroundTasks.contains(type.getName());
  }
}
