// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.prometheusmetrics;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.WeakMap;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Advice for registries, each of which is bridged once. */
final class RegistryAdvices {
  private static final WeakMap<PrometheusRegistry, Object> SEEN = new WeakMap<>();

  private RegistryAdvices() {}

  /** A registry is made. */
  static final class Made {
    private Made() {}

    @OnExit
    static void exit(@This PrometheusRegistry registry) {
      see(registry);
    }
  }

  /** A registry is given a metric: it may have been made before the agent came. */
  static final class Used {
    private Used() {}

    @OnEnter
    static void enter(@This PrometheusRegistry registry) {
      see(registry);
    }
  }

  private static void see(PrometheusRegistry registry) {
    Object mark = new Object();
    if (SEEN.get(registry) == null && SEEN.putIfAbsent(registry, mark) == mark) {
      Telemetry.metrics().bridge(registry, SnapshotReader.INSTANCE);
    }
  }
}
