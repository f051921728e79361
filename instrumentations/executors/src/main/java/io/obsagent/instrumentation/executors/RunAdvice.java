// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.StartedThreads;
import io.opentelemetry.context.Context;

/**
 * Advice for {@code run} of a thread. The context is never put back: the outermost {@code run} is
 * all that a thread does, and the handler of what it throws runs after it.
 */
final class RunAdvice {
  private RunAdvice() {}

  @OnEnter
  static void enter(@This Thread thread) {
    Context context = StartedThreads.take(thread);
    if (context != null) {
      context.makeCurrent();
    }
  }
}
