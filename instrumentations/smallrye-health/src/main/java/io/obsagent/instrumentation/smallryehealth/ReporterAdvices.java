// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.smallryehealth;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.smallrye.health.SmallRyeHealthReporter;
import org.jspecify.annotations.Nullable;

/** Advice for the bean that asks all checks. */
final class ReporterAdvices {
  private ReporterAdvices() {}

  /** Advice for the constructor, which a container's proxy calls, too: either will do. */
  static final class Create {
    private Create() {}

    @OnExit
    static void exit(@This SmallRyeHealthReporter reporter, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        Reporters.observe(reporter);
      }
    }
  }
}
