// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.util.List;
import java.util.ListIterator;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Advice for {@code ThreadPoolExecutor}, its workers and its futures. */
final class PoolAdvices {
  private PoolAdvices() {}

  /** Advice for {@code execute}: before a worker can see the task. */
  static final class Submit {
    private Submit() {}

    @ReplaceArgument(0)
    static @Nullable Object task(@This Object pool, @Argument(0) @Nullable Object task) {
      return task == null ? null : SubmittedTasks.submitted(task, pool);
    }
  }

  /** Advice for {@code delayedExecute}. A periodic task is nobody's: its trace would never end. */
  static final class Schedule {
    private Schedule() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable RunnableScheduledFuture<?> task) {
      if (task != null && !task.isPeriodic()) {
        SubmittedTasks.submitted(task, task);
      }
    }
  }

  /**
   * Advice for the constructors of {@code FutureTask}, which pools make of whatever is submitted.
   */
  static final class NewFuture {
    private NewFuture() {}

    @OnEnter
    static @Nullable Object enter(@Argument(0) @Nullable Object task) {
      return task;
    }

    @OnExit
    static void exit(@This Object future, @Token @Nullable Object task) {
      IgnoredTasks.wrapped(future, task);
    }
  }

  /** Advice for the constructor of a pool's worker, which may bring its first task along. */
  static final class NewWorker {
    private NewWorker() {}

    @OnEnter
    static @Nullable Object enter(@Argument(1) @Nullable Object firstTask) {
      return firstTask;
    }

    @OnExit
    static void exit(@This Object worker, @Token @Nullable Object firstTask) {
      if (firstTask != null && SubmittedTasks.isPending(firstTask)) {
        RunningTask.FIRST.put(worker, firstTask);
      }
    }
  }

  /** Advice for {@code runWorker}: the worker's first task does not come from the queue. */
  static final class RunWorker {
    /** How names of the agent's own threads begin. */
    private static final String AGENT = "obs-";

    private RunWorker() {}

    @OnEnter
    static void enter(@This Object pool, @Argument(0) @Nullable Object worker) {
      if (!Thread.currentThread().getName().startsWith(AGENT)) {
        NamedPools.working(pool);
      }
      if (worker != null) {
        RunningTask.begin(RunningTask.FIRST.remove(worker));
      }
    }
  }

  /** Advice for {@code getTask}, called by a worker between two tasks: one ends, one begins. */
  static final class GetTask {
    private GetTask() {}

    @OnEnter
    static void enter() {
      RunningTask.end();
    }

    @OnExit
    static void exit(@Return @Nullable Object task) {
      RunningTask.begin(task);
    }
  }

  /** Advice for {@code processWorkerExit}: after a task that threw, no other is asked for. */
  static final class WorkerExit {
    private WorkerExit() {}

    @OnEnter
    static void enter() {
      RunningTask.end();
    }
  }

  /**
   * Advice for {@code reject}: whatever the handler does with its task, this submission is over.
   */
  static final class Reject {
    private Reject() {}

    @ReplaceArgument(0)
    static @Nullable Object task(@This Object pool, @Argument(0) @Nullable Object task) {
      NamedPools.rejected(pool);
      return task == null ? null : OneSubmission.over(task);
    }
  }

  /** Advice for {@code remove}: a task taken out of the queue takes its context along. */
  static final class Remove {
    private Remove() {}

    @OnEnter
    static @Nullable Object enter(@This Object pool, @Argument(0) @Nullable Object task) {
      return task == null ? null : OneSubmission.toRemove((ThreadPoolExecutor) pool, task);
    }

    @ReplaceArgument(0)
    static @Nullable Object task(
        @Token @Nullable Object found, @Argument(0) @Nullable Object task) {
      return found == null ? task : found;
    }

    @OnExit
    static void exit(@Token @Nullable Object found, @Return boolean removed) {
      if (found != null && removed) {
        SubmittedTasks.take(found);
      }
    }
  }

  /** Advice for {@code drainQueue}: who shuts a pool down gets its tasks as they were submitted. */
  static final class Drain {
    private Drain() {}

    @OnExit
    static void exit(@Return @Nullable List<Runnable> drained) {
      if (drained != null) {
        for (ListIterator<Runnable> tasks = drained.listIterator(); tasks.hasNext(); ) {
          tasks.set((Runnable) OneSubmission.over(tasks.next()));
        }
      }
    }
  }
}
