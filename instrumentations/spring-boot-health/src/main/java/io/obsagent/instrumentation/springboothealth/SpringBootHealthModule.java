// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springboothealth;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The registry that Spring Boot puts its health contributors into. */
public final class SpringBootHealthModule extends InstrumentationModule {
  public SpringBootHealthModule() {
    super("spring-boot-health", "Spring Boot Health 4.0–4.1");
  }

  @Override
  public String description() {
    return "Health contributors of Spring Boot 4 as components of the agent's health.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new RegistryInstrumentation(), new ReactiveInstrumentation());
  }

  private static final class RegistryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.springframework.boot.health.registry.DefaultHealthContributorRegistry");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), RegistryAdvices.Create.class.getName());
      advices.on(
          named("registerContributor")
              .takes(
                  "java.lang.String",
                  "org.springframework.boot.health.contributor.HealthContributor"),
          RegistryAdvices.Register.class.getName());
    }
  }

  private static final class ReactiveInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.springframework.boot.health.registry.DefaultReactiveHealthContributorRegistry");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), ReactiveAdvices.Create.class.getName());
    }
  }
}
