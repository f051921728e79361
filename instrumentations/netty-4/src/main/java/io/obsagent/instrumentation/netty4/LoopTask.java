// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.BackgroundTasks;
import io.opentelemetry.context.Context;
import java.lang.reflect.Field;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task of an event loop, which runs in the context in which it was handed over, but one that
 * writes what a module declares to be nobody's.
 *
 * <p>It has the shapes of the task and no more: Netty asks a task that is a Callable for its
 * result, whatever it was handed over as.
 */
abstract sealed class LoopTask extends Continuation {
  private static final Guard GUARD = Guard.of(LoopTask.class);

  /** The field of a write's task that holds what is written. */
  private static final ClassValue<@Nullable Field> MESSAGE =
      new ClassValue<>() {
        @Override
        protected @Nullable Field computeValue(Class<?> type) {
          Class<?> owner = type;
          for (; owner.getName().startsWith(EVENTS); owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
              if (field.getName().equals("msg") && field.trySetAccessible()) {
                return field;
              }
            }
          }
          return null;
        }
      };

  /** Whether what is written is declared to be nobody's. */
  private static final ClassValue<Boolean> NOBODYS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          String name = type.getName();
          return !name.startsWith(NETTY) && BackgroundTasks.contains(name);
        }
      };

  private LoopTask(Object task, Context context, int hops) {
    super(task, context, hops);
  }

  /** The task, or in its place one that runs it in the current context. */
  static @Nullable Object of(@Nullable Object task) {
    if (task == null || task instanceof LoopTask) {
      return task;
    }
    Context context = Context.current();
    if (context == Context.root() || isIgnored(task) || isRunning(task) || writesForNobody(task)) {
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

  /** A client's command has its operation with it: nothing on the way to the server needs more. */
  private static boolean writesForNobody(Object task) {
    Field field = MESSAGE.get(task.getClass());
    try {
      Object message = field == null ? null : field.get(task);
      return message != null && NOBODYS.get(message.getClass());
    } catch (IllegalAccessException e) {
      return false;
    }
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
