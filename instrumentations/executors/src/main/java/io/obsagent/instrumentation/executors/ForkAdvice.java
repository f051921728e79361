// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;

/** Advice for {@code fork}. */
final class ForkAdvice {
  private ForkAdvice() {}

  @OnEnter
  static void enter(@This Object task) {
    ForkedTasks.forked(task);
  }
}
