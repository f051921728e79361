// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springboothealth;

import io.obsagent.testing.ModuleKit;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.DefaultHealthContributorRegistry;
import org.springframework.boot.health.registry.DefaultReactiveHealthContributorRegistry;

class SpringBootHealthModuleTest extends ModuleKit {
  SpringBootHealthModuleTest() {
    super(new SpringBootHealthModule());
  }

  @Override
  protected String use() {
    HealthIndicator stock = () -> Health.up().build();
    Map<String, HealthContributor> contributors = Map.of("stock", stock);
    var registry =
        new DefaultHealthContributorRegistry(List.of(), sink -> contributors.forEach(sink));
    registry.registerContributor("later", stock);
    new DefaultReactiveHealthContributorRegistry();
    HealthContributor found = registry.getContributor("later");
    return List.of(found == stock) + " " + registry.getContributor("none");
  }
}
