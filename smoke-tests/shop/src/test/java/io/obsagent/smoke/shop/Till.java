// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Health as the shop itself sees it: down while it fails on purpose. */
@Component
class Till implements HealthIndicator {
  private final Faults faults;

  Till(Faults faults) {
    this.faults = faults;
  }

  @Override
  public Health health() {
    return faults.now().errorRate() > 0
        ? Health.down().withDetail("key", "s3cret").build()
        : Health.up().build();
  }
}
