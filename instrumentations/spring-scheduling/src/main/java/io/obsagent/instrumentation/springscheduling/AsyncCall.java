// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkOperation;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A call of an {@code @Async} method with a span, on the thread that runs it. */
final class AsyncCall implements Callable<Object> {
  private static final Guard GUARD = Guard.of(AsyncCall.class);

  /** From where the executor is determined to where the call is submitted, on one thread. */
  private static final ThreadLocal<@Nullable Method> NEXT = new ThreadLocal<>();

  private static final ThreadLocal<@Nullable AsyncCall> RUNNING = new ThreadLocal<>();

  private final Callable<Object> task;
  private final Work work;
  private @Nullable AsyncCall around;
  private @Nullable Throwable failure;

  private AsyncCall(Callable<Object> task, Work work) {
    this.task = task;
    this.work = work;
  }

  static void submittedNext(Method method) {
    NEXT.set(method);
  }

  static Callable<Object> of(Callable<Object> task) {
    Method method = NEXT.get();
    if (method == null) {
      return task;
    }
    NEXT.remove();
    return new AsyncCall(task, MethodWork.asynchronous(method));
  }

  /** What the method of the innermost call on this thread threw, and its callable catches. */
  static void failed(@Nullable Throwable thrown) {
    AsyncCall running = RUNNING.get();
    if (running != null) {
      running.failure = thrown;
    }
  }

  @Override
  public Object call() throws Exception {
    WorkOperation operation = begin();
    try {
      return task.call();
    } catch (Throwable thrown) {
      failure = thrown;
      throw thrown;
    } finally {
      end(operation);
    }
  }

  private @Nullable WorkOperation begin() {
    try {
      around = RUNNING.get();
      RUNNING.set(this);
      WorkOperation operation = WorkOperation.start(work);
      if (operation != null) {
        operation.attach();
      }
      return operation;
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  private void end(@Nullable WorkOperation operation) {
    try {
      if (around == null) {
        RUNNING.remove();
      } else {
        RUNNING.set(around);
      }
      if (operation != null) {
        operation.finish(failure);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }
}
