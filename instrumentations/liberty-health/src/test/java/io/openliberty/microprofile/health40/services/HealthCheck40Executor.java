// SPDX-License-Identifier: Apache-2.0
package io.openliberty.microprofile.health40.services;

import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** In the place of Liberty's own. */
public interface HealthCheck40Executor {
  Set<HealthCheckResponse> runHealthChecks(String appName, String moduleName, String procedure)
      throws Exception;
}
