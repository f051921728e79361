// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.servlet;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics.Reader;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.List;

/**
 * The sessions of a container's applications, as it counts them itself, read when metrics are
 * collected. A module makes one and keeps it as a constant, for it is held weakly. Thread-safe.
 *
 * @param <M> the container's type of what keeps the sessions of an application
 */
public abstract class SessionReader<M> implements Reader<M> {
  private final WeakMap<M, Boolean> known = new WeakMap<>();

  /** Made when there is an application with sessions. */
  private static final class Definitions {
    static final MetricDefinition ACTIVE =
        MetricDefinition.gauge("http_sessions_active", "Sessions that an application has now.")
            .unit("{session}")
            .labels("application");
    static final MetricDefinition CREATED = counter("created", "Sessions that were begun.");
    static final MetricDefinition EXPIRED =
        counter("expired", "Sessions that ended as nobody used them.");
    static final List<MetricDefinition> ALL = List.of(ACTIVE, CREATED, EXPIRED);

    private static MetricDefinition counter(String what, String help) {
      return MetricDefinition.counter("http_sessions_" + what + "_total", help)
          .unit("{session}")
          .labels("application");
    }
  }

  /**
   * Observes the sessions of an application, unless that is done already.
   *
   * @param path of the application; empty for the root
   */
  public final void observe(M manager, String path) {
    if (known.get(manager) == null && known.putIfAbsent(manager, Boolean.TRUE)) {
      Telemetry.metrics().observe(manager, this, path.isEmpty() ? "/" : path);
    }
  }

  @Override
  public final List<MetricDefinition> definitions() {
    return Definitions.ALL;
  }

  /** What is not told is NaN. */
  protected static double[] values(double active, double created, double expired) {
    return new double[] {active, created, expired};
  }
}
