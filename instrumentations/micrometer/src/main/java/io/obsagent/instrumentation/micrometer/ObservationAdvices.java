// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.observation.ObservationRegistry;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.WeakMap;

/** Advice for registries of observations. */
final class ObservationAdvices {
  private static final WeakMap<ObservationRegistry, Boolean> SEEN = new WeakMap<>();

  private ObservationAdvices() {}

  /** Before each observation a registry is asked whether anybody wants to know. */
  static final class Asked {
    private Asked() {}

    @OnEnter
    static void enter(@This ObservationRegistry registry) {
      if (SEEN.get(registry) == null && SEEN.putIfAbsent(registry, true)) {
        registry.observationConfig().observationHandler(new ObservedSpans());
      }
    }
  }
}
