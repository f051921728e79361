// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidonhealth;

import static io.obsagent.spi.MethodMatch.constructor;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The service that answers for all checks which a server of Helidon's has. */
public final class HelidonHealthModule extends InstrumentationModule {
  public HelidonHealthModule() {
    super("helidon-health", "Helidon Health 4.0–4.4");
  }

  @Override
  public String description() {
    return "Health checks of Helidon SE, and of MicroProfile Health in Helidon MP, as components of"
        + " the agent's health.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ServiceInstrumentation());
  }

  private static final class ServiceInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.helidon.webserver.observe.health.HealthService");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          constructor().takes(null, "java.util.List"), ServiceAdvices.Create.class.getName());
    }
  }
}
