// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Advice for {@code determineAsyncExecutor}: where there is one, the method is submitted next. */
final class AsyncMethodAdvice {
  private AsyncMethodAdvice() {}

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
