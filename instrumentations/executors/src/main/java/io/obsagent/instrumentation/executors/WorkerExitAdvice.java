// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnEnter;

/** Advice for {@code processWorkerExit}: after a task that threw, no other is asked for. */
final class WorkerExitAdvice {
  private WorkerExitAdvice() {}

  @OnEnter
  static void enter() {
    RunningTask.end();
  }
}
