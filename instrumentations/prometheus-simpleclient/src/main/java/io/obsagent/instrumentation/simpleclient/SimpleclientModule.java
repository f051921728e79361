// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.simpleclient;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Simpleclient where a registry is made, or is given another metric. */
public final class SimpleclientModule extends InstrumentationModule {
  public SimpleclientModule() {
    super("prometheus-simpleclient", "Prometheus simpleclient 0.8–0.16");
  }

  @Override
  public String description() {
    return "The application's collectors among the agent's metrics, read when those are collected.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RegistryInstrumentation());
  }

  private static final class RegistryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.prometheus.client.CollectorRegistry");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.constructor(), RegistryAdvices.Made.class.getName());
      advices.on(MethodMatch.named("register"), RegistryAdvices.Used.class.getName());
    }
  }
}
