// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a task in a pool where the task itself would not tell one submission from another: a
 * lambda that captures nothing is one object for all of its callers, and so is a singleton that is
 * pending already. The queue and hooks then see this object, which prints as the task does; whoever
 * gets a task back that did not run gets the task itself.
 */
final class OneSubmission implements Runnable {
  private static final String LAMBDA = "$$Lambda";

  /** Whether a class' objects are all the same, and of no type that anybody could ask for. */
  private static final ClassValue<Boolean> IS_BARE_LAMBDA =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return type.isHidden()
              && type.getName().contains(LAMBDA)
              && type.getDeclaredFields().length == 0;
        }
      };

  /** Whether a pool shows its tasks to hooks of its own, which may expect their types. */
  private static final ClassValue<Boolean> HAS_HOOKS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> pool) {
          return isOverridden(pool, "beforeExecute", Thread.class, Runnable.class)
              || isOverridden(pool, "afterExecute", Runnable.class, Throwable.class);
        }
      };

  /** Whether there was ever one; until then, what is removed is what was submitted. */
  private static volatile boolean any;

  private final Runnable task;

  private OneSubmission(Runnable task) {
    this.task = task;
  }

  static boolean isBareLambda(Object task) {
    return IS_BARE_LAMBDA.get(task.getClass());
  }

  /** The task in a dress of its own, or null where it must stay what it is. */
  static @Nullable OneSubmission of(Object task, Object pool) {
    boolean fixed =
        !(task instanceof Runnable)
            || task instanceof OneSubmission
            || task instanceof Comparable<?>
            || task instanceof Delayed
            || task instanceof Future<?>
            || !isBareLambda(task) && HAS_HOOKS.get(pool.getClass());
    if (fixed) {
      return null;
    }
    any = true;
    return new OneSubmission((Runnable) task);
  }

  /** Ends a submission that will not run, and answers the task that the application knows. */
  static Object over(Object task) {
    SubmittedTasks.take(task);
    return task instanceof OneSubmission own ? own.task : task;
  }

  /** What is to be removed from a pool's queue where a task is asked for. */
  static Object toRemove(ThreadPoolExecutor pool, Object task) {
    if (!any) {
      return task;
    }
    Queue<Runnable> queue = pool.getQueue();
    OneSubmission found = null;
    for (Runnable queued : queue) {
      if (queued == task || queued.equals(task)) {
        return task;
      }
      if (found == null && queued instanceof OneSubmission own && own.task.equals(task)) {
        found = own;
      }
    }
    return found == null ? task : found;
  }

  private static boolean isOverridden(Class<?> pool, String method, Class<?>... parameters) {
    for (Class<?> type = pool; type != null && type != ThreadPoolExecutor.class; ) {
      try {
        type.getDeclaredMethod(method, parameters);
        return true;
      } catch (NoSuchMethodException e) {
        type = type.getSuperclass();
      } catch (LinkageError e) {
        return true; // who knows
      }
    }
    return false;
  }

  @Override
  public void run() {
    task.run();
  }

  @Override
  public String toString() {
    return task.toString();
  }
}
