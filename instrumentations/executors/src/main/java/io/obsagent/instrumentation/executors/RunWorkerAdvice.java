// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import org.jspecify.annotations.Nullable;

/** Advice for {@code runWorker}: the worker's first task does not come from the queue. */
final class RunWorkerAdvice {
  private RunWorkerAdvice() {}

  @OnEnter
  static void enter(@Argument(0) @Nullable Object worker) {
    if (worker != null) {
      RunningTask.begin(RunningTask.FIRST.remove(worker));
    }
  }
}
