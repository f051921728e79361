// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.smallryehealth;

import static io.obsagent.spi.MethodMatch.constructor;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The bean that asks all of an application's checks. */
public final class SmallRyeHealthModule extends InstrumentationModule {
  public SmallRyeHealthModule() {
    super("smallrye-health", "SmallRye Health 3.2–4.3");
  }

  @Override
  public String description() {
    return "Checks of MicroProfile Health, as of Quarkus, as components of the agent's health.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ReporterInstrumentation());
  }

  private static final class ReporterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.smallrye.health.SmallRyeHealthReporter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), ReporterAdvices.Create.class.getName());
    }
  }
}
