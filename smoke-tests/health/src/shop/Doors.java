// SPDX-License-Identifier: Apache-2.0
package shop;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Always well. */
@Liveness
public class Doors implements HealthCheck {
  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("doors").up().build();
  }
}
