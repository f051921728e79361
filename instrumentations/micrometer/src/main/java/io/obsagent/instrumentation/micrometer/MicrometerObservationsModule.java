// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Registries of observations where they are made, or asked for what is observed. */
public final class MicrometerObservationsModule extends InstrumentationModule {
  public MicrometerObservationsModule() {
    super("micrometer-observations", "Micrometer Observation 1.10–1.17");
  }

  @Override
  public String description() {
    return "A span for each of the application's observations.";
  }

  /** Its numbers are there without; spans of all that a framework observes are many. */
  @Override
  public boolean enabledByDefault() {
    return false;
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RegistryInstrumentation());
  }

  private static final class RegistryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.micrometer.observation.SimpleObservationRegistry");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.named("isNoop").takes(), ObservationAdvices.Asked.class.getName());
    }
  }
}
