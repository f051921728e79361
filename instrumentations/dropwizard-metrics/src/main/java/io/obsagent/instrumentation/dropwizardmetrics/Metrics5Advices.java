// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dropwizardmetrics;

import io.dropwizard.metrics5.MetricRegistry;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.WeakMap;

/** Advice for registries of version 5, each of which is bridged once. */
final class Metrics5Advices {
  private static final WeakMap<MetricRegistry, Object> SEEN = new WeakMap<>();

  private Metrics5Advices() {}

  /** A registry is made. */
  static final class Made {
    private Made() {}

    @OnExit
    static void exit(@This MetricRegistry registry) {
      see(registry);
    }
  }

  /** A registry is given a metric: it may have been made before the agent came. */
  static final class Used {
    private Used() {}

    @OnEnter
    static void enter(@This MetricRegistry registry) {
      see(registry);
    }
  }

  private static void see(MetricRegistry registry) {
    Object mark = new Object();
    if (SEEN.get(registry) == null && SEEN.putIfAbsent(registry, mark) == mark) {
      Telemetry.metrics().bridge(registry, Metrics5Reader.INSTANCE);
    }
  }
}
