// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import org.jspecify.annotations.Nullable;

/** Advice for {@code getTask}, called by a worker between two tasks: one ends, one begins. */
final class GetTaskAdvice {
  private GetTaskAdvice() {}

  @OnEnter
  static void enter() {
    RunningTask.end();
  }

  @OnExit
  static void exit(@Return @Nullable Object task) {
    RunningTask.begin(task);
  }
}
