// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springbootactuator;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The registry that Spring Boot puts its health contributors into. */
public final class SpringBootActuatorModule extends InstrumentationModule {
  public SpringBootActuatorModule() {
    super("spring-boot-actuator", "Spring Boot Actuator 2.7–3.5");
  }

  @Override
  public String description() {
    return "Health contributors of Spring Boot 2 and 3 as components of the agent's health.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RegistryInstrumentation());
  }

  private static final class RegistryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.springframework.boot.actuate.health.DefaultHealthContributorRegistry",
          "org.springframework.boot.actuate.health.DefaultContributorRegistry");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), RegistryAdvices.Create.class.getName());
      advices.on(
          named("registerContributor").takes("java.lang.String", "java.lang.Object"),
          RegistryAdvices.Register.class.getName());
    }
  }
}
