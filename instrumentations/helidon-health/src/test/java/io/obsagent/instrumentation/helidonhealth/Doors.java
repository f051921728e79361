// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidonhealth;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Another one. */
@Liveness
@ApplicationScoped
public class Doors implements HealthCheck {
  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.up("doors");
  }
}
