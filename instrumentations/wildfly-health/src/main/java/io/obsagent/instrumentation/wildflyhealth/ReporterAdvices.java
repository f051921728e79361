// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.wildflyhealth;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import org.jspecify.annotations.Nullable;
import org.wildfly.extension.microprofile.health.MicroProfileHealthReporter;

/** Advice for what asks all checks of a server. */
final class ReporterAdvices {
  private ReporterAdvices() {}

  /** Advice for the constructor. */
  static final class Create {
    private Create() {}

    @OnExit
    static void exit(
        @This MicroProfileHealthReporter reporter, @Thrown @Nullable Throwable thrown) {
      if (thrown == null) {
        ServerChecks.observe(reporter);
      }
    }
  }
}
