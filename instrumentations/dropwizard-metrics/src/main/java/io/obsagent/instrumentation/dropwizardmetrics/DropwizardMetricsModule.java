// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dropwizardmetrics;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Dropwizard Metrics where a registry is made, or is given another metric. */
public final class DropwizardMetricsModule extends InstrumentationModule {
  public DropwizardMetricsModule() {
    super("dropwizard-metrics", "Dropwizard Metrics 4.0–5.0");
  }

  @Override
  public String description() {
    return "The application's metrics among the agent's, read when those are collected.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new RegistryInstrumentation(
            "com.codahale.metrics.MetricRegistry",
            Metrics4Advices.Made.class,
            Metrics4Advices.Used.class),
        new RegistryInstrumentation(
            "io.dropwizard.metrics5.MetricRegistry",
            Metrics5Advices.Made.class,
            Metrics5Advices.Used.class));
  }

  private record RegistryInstrumentation(String registry, Class<?> made, Class<?> used)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(registry);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.constructor().takes(), made.getName());
      advices.on(MethodMatch.named("register"), used.getName());
    }
  }
}
