// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.smallryehealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.smallrye.health.SmallRyeHealthReporter;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In a container of beans. */
@ExtendWith(AgentExtension.class)
class SmallRyeHealthTest {
  private static volatile boolean full;

  /** Of an application. */
  @Readiness
  public static class Shelves implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
      return HealthCheckResponse.named("shelves").status(full).withData("key", "s3cret").build();
    }
  }

  /** Another one. */
  @Liveness
  public static class Doors implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
      return HealthCheckResponse.up("doors");
    }
  }

  @Test
  void theChecksOfAnApplicationAreComponents() throws Exception {
    Weld weld = new Weld().addBeanClasses(Shelves.class, Doors.class);
    try (WeldContainer container = weld.initialize()) {
      SmallRyeHealthReporter reporter = container.select(SmallRyeHealthReporter.class).get();
      assertThat(reporter.getLiveness().isDown()).isFalse();
      assertThat(Recorded.health().get("microprofile liveness").call()).isEqualTo("");
      assertThat(Recorded.health().get("microprofile startup").call()).isEqualTo("");
      assertThat(Recorded.health().get("microprofile readiness").call()).isEqualTo("DOWN: shelves");
      full = true;
      assertThat(Recorded.health().get("microprofile readiness").call()).isEqualTo("");
    }
  }
}
