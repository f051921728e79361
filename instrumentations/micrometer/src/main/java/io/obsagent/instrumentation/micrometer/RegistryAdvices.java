// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;

/** Advice for registries, each of which is bridged once. */
final class RegistryAdvices {
  private RegistryAdvices() {}

  /** A registry is made. */
  static final class Made {
    private Made() {}

    @OnExit
    static void exit(@This MeterRegistry registry) {
      Registries.see(registry);
    }
  }

  /** A registry makes a meter that it has not yet. */
  static final class Used {
    private Used() {}

    @OnEnter
    static void enter(@This MeterRegistry registry) {
      Registries.see(registry);
    }
  }
}
