// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WorkOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

/**
 * Advice for {@code ScheduledMethodRunnable.run}. Each run is a trace of its own, also where the
 * application was started, or the method scheduled, within another.
 */
final class ScheduledAdvice {
  private ScheduledAdvice() {}

  @OnEnter
  static @Nullable WorkOperation enter(@This ScheduledMethodRunnable task) {
    WorkOperation operation =
        WorkOperation.startRoot(MethodWork.scheduled(task.getMethod()), List.of());
    if (operation != null) {
      operation.attach();
    }
    return operation;
  }

  @OnExit
  static void exit(@Token @Nullable WorkOperation operation, @Thrown @Nullable Throwable thrown) {
    if (operation != null && thrown != null) {
      FailedRun.finish(operation, thrown);
    } else if (operation != null) {
      operation.finish(null);
    }
  }
}
