// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WorkOperation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

/** Advice for methods that nobody waits for. */
final class SchedulingAdvices {
  private SchedulingAdvices() {}

  /**
   * Advice for {@code ScheduledMethodRunnable.run}. Each run is a trace of its own, also where the
   * application was started, or the method scheduled, within another.
   */
  static final class RunScheduled {
    private RunScheduled() {}

    @OnEnter
    static @Nullable WorkOperation enter(@This ScheduledMethodRunnable task) {
      WorkOperation operation =
          WorkOperation.startRoot(MethodWork.scheduled(task.getMethod()), List.of());
      if (operation != null) {
        operation.attach();
      }
      return operation;
    }

    @OnExit
    static void exit(@Token @Nullable WorkOperation operation, @Thrown @Nullable Throwable thrown) {
      if (operation != null && thrown != null) {
        FailedRun.finish(operation, thrown);
      } else if (operation != null) {
        operation.finish(null);
      }
    }
  }

  /**
   * Advice for {@code DelegatingErrorHandlingRunnable.run}, which hands what a job threw to the
   * error handler: that one logs it with the ids of the job.
   */
  static final class HandleError {
    private HandleError() {}

    @OnEnter
    static FailedRun enter() {
      return FailedRun.begin();
    }

    @OnExit
    static void exit(@Token @Nullable FailedRun run) {
      if (run != null) {
        run.end();
      }
    }
  }

  /**
   * Advice for {@code determineAsyncExecutor}: where there is one, the method is submitted next.
   */
  static final class AsyncMethod {
    private AsyncMethod() {}

    @OnEnter
    static @Nullable Method enter(@Argument(0) @Nullable Method method) {
      return method;
    }

    @OnExit
    static void exit(@Token @Nullable Method method, @Return @Nullable Object executor) {
      if (method != null && executor != null) {
        AsyncCall.submittedNext(method);
      }
    }
  }

  /** Advice for {@code doSubmit}: its callable runs the method, and what handles its failure. */
  static final class AsyncSubmit {
    private AsyncSubmit() {}

    @ReplaceArgument(0)
    static @Nullable Callable<Object> task(@Argument(0) @Nullable Callable<Object> task) {
      return task == null ? null : AsyncCall.of(task);
    }
  }

  /**
   * Advice for {@code handleError}, which gets what an {@code @Async} method threw, within the
   * call. Where no future carries it to who called, nothing else tells of it.
   */
  static final class AsyncFailure {
    private AsyncFailure() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Throwable thrown) {
      AsyncCall.failed(thrown);
    }
  }
}
