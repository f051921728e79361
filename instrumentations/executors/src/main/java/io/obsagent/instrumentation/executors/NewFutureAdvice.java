// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for the constructors of {@code FutureTask}, which pools make of whatever is submitted. */
final class NewFutureAdvice {
  private NewFutureAdvice() {}

  @OnEnter
  static @Nullable Object enter(@Argument(0) @Nullable Object task) {
    return task;
  }

  @OnExit
  static void exit(@This Object future, @Token @Nullable Object task) {
    IgnoredTasks.wrapped(future, task);
  }
}
