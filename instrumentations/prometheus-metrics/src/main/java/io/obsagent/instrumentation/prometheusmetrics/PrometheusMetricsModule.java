// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.prometheusmetrics;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Prometheus' client where a registry is made, or is given another metric. */
public final class PrometheusMetricsModule extends InstrumentationModule {
  public PrometheusMetricsModule() {
    super("prometheus-metrics", "Prometheus client 1.0–1.10");
  }

  @Override
  public String description() {
    return "The application's metrics among the agent's, read when those are collected.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RegistryInstrumentation());
  }

  private static final class RegistryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.prometheus.metrics.model.registry.PrometheusRegistry");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.constructor(), RegistryAdvices.Made.class.getName());
      advices.on(MethodMatch.named("register"), RegistryAdvices.Used.class.getName());
    }
  }
}
