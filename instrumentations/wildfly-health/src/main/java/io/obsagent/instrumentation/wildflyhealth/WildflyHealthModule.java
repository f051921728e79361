// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.wildflyhealth;

import static io.obsagent.spi.MethodMatch.constructor;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** What asks all checks of a server. */
public final class WildflyHealthModule extends InstrumentationModule {
  public WildflyHealthModule() {
    super("wildfly-health", "WildFly 36–39");
  }

  @Override
  public String description() {
    return "Checks of MicroProfile Health in WildFly as components of the agent's health.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ReporterInstrumentation());
  }

  private static final class ReporterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.wildfly.extension.microprofile.health.MicroProfileHealthReporter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), ReporterAdvices.Create.class.getName());
    }
  }
}
