// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.libertyhealth;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import org.jspecify.annotations.Nullable;

/** Advice for what knows the applications of a server. */
final class TrackerAdvices {
  private TrackerAdvices() {}

  /** Advice for the constructor, which that of a subclass calls, too. */
  static final class Create {
    private Create() {}

    @OnExit
    static void exit(@This Object tracker, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        LibertyChecks.observe(tracker);
      }
    }
  }
}
