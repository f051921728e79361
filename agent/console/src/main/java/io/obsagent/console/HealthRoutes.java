// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthComponent.Weight;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Health for orchestrators and for people. Liveness depends on nothing outside the process;
 * readiness on what the user has named for it; the whole on all that is known.
 */
public final class HealthRoutes {
  private final AgentReport report;
  private final String version;
  private volatile boolean everReady;

  private HealthRoutes(AgentReport report, Map<String, String> resource) {
    this.report = report;
    this.version = resource.getOrDefault("service.version", "");
  }

  /**
   * @param resource attributes of this process; {@code service.version} is told where it is known
   */
  public static void register(Routes routes, AgentReport report, Map<String, String> resource) {
    HealthRoutes health = new HealthRoutes(report, resource);
    routes.add("GET", "/monitoring/health/live", Access.PUBLIC, health::live);
    routes.add("GET", "/monitoring/health/startup", Access.PUBLIC, health::startup);
    Handler ready = health::ready;
    routes.add("GET", "/monitoring/health/ready", Access.PUBLIC, ready);
    routes.add("GET", "/ready", Access.PUBLIC, ready);
    Handler whole = health::whole;
    routes.add("GET", "/monitoring/health", Access.PUBLIC, whole);
    routes.add("GET", "/health", Access.PUBLIC, whole);
    routes.add("GET", "/-/healthy", Access.PUBLIC, request -> Response.text(200, "healthy\n"));
    routes.add("GET", "/-/ready", Access.PUBLIC, health::plainReady);
  }

  private Response live(Request request) {
    List<HealthComponent> components =
        sorted().stream().filter(each -> each.weight() == Weight.LIVENESS).toList();
    boolean stuck = components.stream().anyMatch(each -> each.status() == HealthStatus.UNHEALTHY);
    return answer(request, stuck ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY, components);
  }

  private Response startup(Request request) {
    if (!everReady) {
      return ready(request);
    }
    return answer(request, HealthStatus.HEALTHY, List.of());
  }

  /**
   * Not ready while the agent starts, for what it will measure is not complete yet, and while a
   * check for readiness does not pass.
   */
  private Response ready(Request request) {
    List<HealthComponent> components =
        sorted().stream().filter(each -> each.weight() == Weight.READINESS).toList();
    boolean ready =
        !isStarting()
            && components.stream()
                .allMatch(
                    each ->
                        each.status() == HealthStatus.HEALTHY
                            || each.status() == HealthStatus.DEGRADED);
    everReady |= ready;
    return answer(request, ready ? HealthStatus.HEALTHY : HealthStatus.UNHEALTHY, components);
  }

  /** For what asks a Prometheus. */
  private Response plainReady(Request request) {
    boolean starting = isStarting();
    return Response.text(starting ? 503 : 200, starting ? "starting\n" : "ready\n");
  }

  private Response whole(Request request) {
    List<HealthComponent> components = sorted();
    HealthStatus status = isStarting() ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY;
    if (report.glance().isDegraded()) {
      status = status.or(HealthStatus.DEGRADED);
    }
    for (HealthComponent component : components) {
      status = status.or(component.share());
    }
    return answer(request, status, components);
  }

  private boolean isStarting() {
    return report.glance().state() == AgentReport.State.STARTING;
  }

  /** The worst first. */
  private static List<HealthComponent> sorted() {
    return Health.components().stream()
        .sorted(
            Comparator.comparing(HealthComponent::status)
                .reversed()
                .thenComparing(HealthComponent::name))
        .toList();
  }

  private Response answer(Request request, HealthStatus status, List<HealthComponent> components) {
    HealthView view = new HealthView(report.glance(), version, status, components);
    String accept = request.header("accept");
    Response response;
    if (accept != null && accept.contains("text/html")) {
      response = view.page();
    } else if (accept != null && accept.contains(HealthView.STANDARD_TYPE)) {
      response = view.standard();
    } else {
      response = view.json();
    }
    return response.with("Vary", "Accept, Accept-Encoding");
  }
}
