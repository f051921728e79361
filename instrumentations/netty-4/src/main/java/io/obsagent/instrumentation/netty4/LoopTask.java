// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task of an event loop, which runs in the context in which it was handed over.
 *
 * <p>It has the shapes of the task and no more: Netty asks a task that is a Callable for its
 * result, whatever it was handed over as.
 */
abstract sealed class LoopTask extends Continuation {
  private static final Guard GUARD = Guard.of(LoopTask.class);

  private LoopTask(Object task, Context context, int hops) {
    super(task, context, hops);
  }

  /** The task, or in its place one that runs it in the current context. */
  static @Nullable Object of(@Nullable Object task) {
    if (task == null || task instanceof LoopTask) {
      return task;
    }
    Context context = Context.current();
    if (context == Context.root() || isIgnored(task) || isRunning(task)) {
      return task;
    }
    int hops = hops();
    if (hops > MAX_HOPS) {
      return task;
    }
    if (!(task instanceof Callable<?>)) {
      return new Run(task, context, hops);
    }
    return task instanceof Runnable
        ? new RunOrCall(task, context, hops)
        : new Call(task, context, hops);
  }

  /** The task as it was handed over. */
  static @Nullable Object own(@Nullable Object task) {
    return task instanceof LoopTask loop ? loop.work : task;
  }

  final void runTask() {
    SharedScope scope = enter();
    try {
      ((Runnable) work).run();
    } finally {
      leave(scope);
    }
  }

  final Object callTask() throws Exception {
    SharedScope scope = enter();
    try {
      return ((Callable<?>) work).call();
    } finally {
      leave(scope);
    }
  }

  private @Nullable SharedScope enter() {
    try {
      begin(this);
      return SharedScope.attach(context);
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  private static void leave(@Nullable SharedScope scope) {
    try {
      end(null);
      if (scope != null) {
        scope.close();
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  @Override
  public String toString() {
    return work.toString();
  }

  private static final class Run extends LoopTask implements Runnable {
    Run(Object task, Context context, int hops) {
      super(task, context, hops);
    }

    @Override
    public void run() {
      runTask();
    }
  }

  private static final class Call extends LoopTask implements Callable<Object> {
    Call(Object task, Context context, int hops) {
      super(task, context, hops);
    }

    @Override
    public Object call() throws Exception {
      return callTask();
    }
  }

  private static final class RunOrCall extends LoopTask implements Runnable, Callable<Object> {
    RunOrCall(Object task, Context context, int hops) {
      super(task, context, hops);
    }

    @Override
    public void run() {
      runTask();
    }

    @Override
    public Object call() throws Exception {
      return callTask();
    }
  }
}
