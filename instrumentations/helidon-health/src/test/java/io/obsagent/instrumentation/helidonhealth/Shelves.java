// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidonhealth;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A check of an application's, of MicroProfile Health. */
@Readiness
@ApplicationScoped
public class Shelves implements HealthCheck {
  static volatile boolean full;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("shelves").status(full).withData("key", "s3cret").build();
  }
}
