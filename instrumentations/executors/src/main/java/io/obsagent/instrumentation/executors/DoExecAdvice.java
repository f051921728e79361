// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for {@code doExec}, which runs every task of a ForkJoinPool. */
final class DoExecAdvice {
  private DoExecAdvice() {}

  @OnEnter
  static @Nullable Scope enter(@This Object task) {
    return ForkedTasks.begin(task);
  }

  @OnExit
  static void exit(@Token @Nullable Scope scope, @Thrown @Nullable Throwable thrown) {
    if (scope != null) {
      scope.close();
    }
  }
}
