// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Advice for {@code drainQueue}: who shuts a pool down gets its tasks as they were submitted. */
final class DrainAdvice {
  private DrainAdvice() {}

  @OnExit
  static void exit(@Return @Nullable List<Runnable> drained) {
    if (drained != null) {
      drained.replaceAll(task -> (Runnable) OneSubmission.over(task));
    }
  }
}
