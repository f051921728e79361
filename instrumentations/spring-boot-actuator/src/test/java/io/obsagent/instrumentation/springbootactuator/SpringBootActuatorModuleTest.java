// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springbootactuator;

import io.obsagent.testing.ModuleKit;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.health.DefaultHealthContributorRegistry;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;

class SpringBootActuatorModuleTest extends ModuleKit {
  SpringBootActuatorModuleTest() {
    super(new SpringBootActuatorModule());
  }

  @Override
  protected String use() {
    HealthIndicator stock = () -> Health.up().build();
    Map<String, HealthContributor> contributors = Map.of("stock", stock);
    var registry = new DefaultHealthContributorRegistry(contributors);
    registry.registerContributor("later", stock);
    HealthContributor found = registry.getContributor("later");
    return List.of(found == stock) + " " + registry.getContributor("none");
  }
}
