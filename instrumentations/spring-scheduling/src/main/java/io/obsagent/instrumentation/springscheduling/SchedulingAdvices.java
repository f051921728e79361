// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WorkOperation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Future;
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
      if (operation != null) {
        operation.finish(thrown);
      }
    }
  }

  /**
   * Advice for {@code handleError}, which gets what an {@code @Async} method threw. Where no future
   * carries it to who called, it is told on a span; what the application's handler does and logs
   * about it is within.
   */
  static final class AsyncFailure {
    private AsyncFailure() {}

    @OnEnter
    static @Nullable Failure enter(
        @Argument(0) @Nullable Throwable thrown, @Argument(1) @Nullable Method method) {
      if (method == null || Future.class.isAssignableFrom(method.getReturnType())) {
        return null;
      }
      WorkOperation operation = WorkOperation.start(MethodWork.asynchronous(method));
      if (operation == null) {
        return null;
      }
      operation.attach();
      return new Failure(operation, thrown);
    }

    @OnExit
    static void exit(@Token @Nullable Failure failure) {
      if (failure != null) {
        failure.operation.finish(failure.thrown);
      }
    }

    private record Failure(WorkOperation operation, @Nullable Throwable thrown) {}
  }
}
