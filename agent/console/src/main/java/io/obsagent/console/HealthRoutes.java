// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.time.Instant;

/**
 * Health as far as the agent alone can tell: that the process answers, and whether the agent is at
 * work. Nothing here depends on anything outside the process.
 */
public final class HealthRoutes {
  private final AgentReport report;

  private HealthRoutes(AgentReport report) {
    this.report = report;
  }

  public static void register(Routes routes, AgentReport report) {
    HealthRoutes health = new HealthRoutes(report);
    routes.add("GET", "/monitoring/health/live", Access.PUBLIC, health::live);
    Handler ready = health::ready;
    routes.add("GET", "/monitoring/health/ready", Access.PUBLIC, ready);
    routes.add("GET", "/ready", Access.PUBLIC, ready);
    routes.add("GET", "/monitoring/health", Access.PUBLIC, ready);
    routes.add("GET", "/health", Access.PUBLIC, ready);
    routes.add("GET", "/-/healthy", Access.PUBLIC, request -> Response.text(200, "healthy\n"));
    routes.add("GET", "/-/ready", Access.PUBLIC, health::plainReady);
  }

  private Response live(Request request) {
    return answer(200, "UP", report.snapshot());
  }

  /**
   * Not ready while the agent starts: what it will measure is not complete yet. Degraded where a
   * part of the agent does not work; that is no reason to send the application no requests.
   */
  private Response ready(Request request) {
    AgentReport.Snapshot snapshot = report.snapshot();
    boolean starting = snapshot.state() == AgentReport.State.STARTING;
    String word = starting ? "STARTING" : snapshot.isDegraded() ? "DEGRADED" : "UP";
    return answer(starting ? 503 : 200, word, snapshot);
  }

  /** For what asks a Prometheus. */
  private Response plainReady(Request request) {
    boolean starting = report.snapshot().state() == AgentReport.State.STARTING;
    return Response.text(starting ? 503 : 200, starting ? "starting\n" : "ready\n");
  }

  private static Response answer(int status, String word, AgentReport.Snapshot snapshot) {
    return Response.json(
        status,
        json -> {
          json.object().field("status", word).field("timestamp", Instant.now().toString());
          json.field("service", snapshot.serviceName()).field("version", snapshot.version());
          json.field("uptime", snapshot.uptimeMillis() / 1000.0);
          json.name("services").object();
          json.name("agent").object().field("status", snapshot.state().name()).end();
          for (AgentReport.Part part : snapshot.parts()) {
            if (part.state() != AgentReport.PartState.WORKING) {
              json.name(part.name()).object().field("status", part.state().name()).end();
            }
          }
          json.end().end();
        });
  }
}
