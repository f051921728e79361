// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.libertyhealth;

import com.ibm.ws.microprofile.health.internal.AppTracker;
import com.ibm.ws.microprofile.health.internal.AppTrackerImpl;
import io.openliberty.microprofile.health40.services.HealthCheck40Executor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that has the same services as one of Liberty's. */
public class Server implements BundleActivator {
  private final AppTracker tracker = new AppTrackerImpl();

  @Override
  public void start(BundleContext context) {
    context.registerService(AppTracker.class, tracker, null);
    context.registerService(HealthCheck40Executor.class, this::run, null);
  }

  private Set<HealthCheckResponse> run(String application, String module, String procedure)
      throws Exception {
    if (application.equals("press")) {
      throw new Exception("s3cret");
    }
    boolean up = procedure.equals("LIVE") || Boolean.getBoolean("test.up");
    return Set.of(
        new HealthCheckResponse(
            module + " shelves", up ? Status.UP : Status.DOWN, Optional.of(Map.of("k", "s3cret"))),
        new HealthCheckResponse("doors", Status.UP, Optional.empty()));
  }

  @Override
  public void stop(BundleContext context) {}
}
