// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Micrometer where a registry is made, or first makes a meter. */
public final class MicrometerModule extends InstrumentationModule {
  static final String REGISTRY = "io.micrometer.core.instrument.MeterRegistry";
  private static final String ID = "io.micrometer.core.instrument.Meter$Id";

  public MicrometerModule() {
    super("micrometer", "Micrometer 1.5–1.17");
  }

  @Override
  public String description() {
    return "The application's meters among the agent's metrics, read when those are collected.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new RegistryInstrumentation(),
        new RegistriesInstrumentation(),
        new HistogramInstrumentation());
  }

  private static final class RegistryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(REGISTRY);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.constructor(), RegistryAdvices.Made.class.getName());
    }
  }

  /** A new meter is made once; a registry may have been made before the agent came. */
  private static final class RegistriesInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(REGISTRY);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.named("newCounter").takes(ID), RegistryAdvices.Used.class.getName());
    }
  }

  /** Of a meter that is to publish buckets, which the library itself forgets. */
  private static final class HistogramInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "io.micrometer.core.instrument.distribution.AbstractTimeWindowHistogram");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          MethodMatch.constructor()
              .takesFirst(
                  null, "io.micrometer.core.instrument.distribution.DistributionStatisticConfig"),
          HistogramAdvices.Made.class.getName());
      advices.on(
          MethodMatch.named("recordLong").takes("long"), HistogramAdvices.Time.class.getName());
      advices.on(
          MethodMatch.named("recordDouble").takes("double"),
          HistogramAdvices.Amount.class.getName());
    }
  }
}
