// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.StartedThreads;
import org.jspecify.annotations.Nullable;

/** Advice for {@code start} of a thread, before it can run. */
final class StartAdvice {
  private StartAdvice() {}

  @OnEnter
  static @Nullable Thread enter(@This Thread thread) {
    return ThreadStarts.starting(thread) ? thread : null;
  }

  @OnExit
  static void exit(@Token @Nullable Thread thread, @Thrown @Nullable Throwable thrown) {
    if (thread != null && thrown != null) {
      StartedThreads.take(thread);
    }
  }
}
