// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WorkOperation;
import java.lang.reflect.Method;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code handleError}, which gets what an {@code @Async} method threw. Where no future
 * carries it to who called, it is told on a span; what the application's handler does and logs
 * about it is within.
 */
final class AsyncFailureAdvice {
  private AsyncFailureAdvice() {}

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
