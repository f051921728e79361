// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthComponent.Traffic;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Health as an answer in each of its forms. Immutable.
 *
 * @param version of the application; empty if not known
 */
record HealthView(
    AgentReport.Snapshot agent,
    String version,
    HealthStatus status,
    List<HealthComponent> components) {

  /** Of draft-inadarei-api-health-check. */
  static final String STANDARD_TYPE = "application/health+json";

  private int code() {
    return status == HealthStatus.UNHEALTHY ? 503 : 200;
  }

  private String agentStatus() {
    return agent.state() == AgentReport.State.STARTING
        ? "starting"
        : agent.isDegraded() ? "degraded" : "healthy";
  }

  Response json() {
    return Response.json(
        code(),
        json -> {
          json.object().field("status", status.word()).field("timestamp", Instant.now().toString());
          json.field("service", agent.serviceName()).field("version", version);
          json.field("uptime", agent.uptimeMillis() / 1000.0).name("services").object();
          json.name("agent").object().field("status", agentStatus());
          json.field("version", agent.version());
          for (AgentReport.Part part : agent.parts()) {
            if (part.state() != AgentReport.PartState.WORKING) {
              json.field(part.name(), part.state().name().toLowerCase(Locale.ROOT));
            }
          }
          json.end();
          components.forEach(component -> write(json, component));
          json.end().end();
        });
  }

  private static void write(JsonWriter json, HealthComponent component) {
    json.name(component.name()).object().field("status", component.status().word());
    json.field("kind", component.kind());
    if (!component.detail().isEmpty()) {
      json.field("detail", component.detail());
    }
    json.field("since", time(component.sinceEpochMillis()));
    json.field("weight", component.weight().name().toLowerCase(Locale.ROOT));
    Traffic traffic = component.traffic();
    json.field("last_success", time(traffic.lastSuccessEpochMillis()));
    json.field("last_failure", time(traffic.lastFailureEpochMillis()));
    if (traffic.calls() > 0) {
      json.field("calls", traffic.calls()).field("errors", traffic.errors());
      json.field("p95_seconds", rounded(traffic.p95Seconds()));
    }
    json.end();
  }

  /** Null in JSON where it is not known. */
  private static double rounded(double seconds) {
    return Double.isNaN(seconds) ? seconds : Math.round(seconds * 1e6) / 1e6;
  }

  private static @Nullable String time(long epochMillis) {
    return epochMillis == 0 ? null : Instant.ofEpochMilli(epochMillis).toString();
  }

  Response standard() {
    return Response.of(
        code(),
        STANDARD_TYPE,
        out -> {
          JsonWriter json = new JsonWriter().object().field("status", standard(status));
          json.field("releaseId", version).field("description", agent.serviceName());
          json.name("checks").object();
          for (HealthComponent component : components) {
            json.name(component.name()).array().object();
            json.field("componentType", component.kind());
            json.field("status", standard(component.status()));
            json.field("time", time(component.sinceEpochMillis()));
            if (!component.detail().isEmpty()) {
              json.field("output", component.detail());
            }
            json.end().end();
          }
          out.write(json.end().end().toBytes());
        });
  }

  /** The draft has no word for what is not known. */
  private static String standard(HealthStatus status) {
    return switch (status) {
      case UNHEALTHY -> "fail";
      case DEGRADED -> "warn";
      default -> "pass";
    };
  }

  Response page() {
    Html html = new Html(agent.serviceName() + " is " + status.word());
    html.paragraph(
        (version.isEmpty() ? "" : "Version " + version + ". ")
            + "Up for "
            + agent.uptimeMillis() / 1000
            + " s. The agent is "
            + agentStatus()
            + ".");
    List<List<String>> rows = new ArrayList<>();
    for (HealthComponent component : components) {
      Traffic traffic = component.traffic();
      rows.add(
          List.of(
              component.name(),
              component.status().word(),
              component.detail(),
              traffic.calls() == 0 ? "" : traffic.errors() + " of " + traffic.calls(),
              Double.isNaN(traffic.p95Seconds())
                  ? ""
                  : String.format(Locale.ROOT, "%.1f ms", 1000 * traffic.p95Seconds()),
              orEmpty(time(traffic.lastSuccessEpochMillis())),
              orEmpty(time(traffic.lastFailureEpochMillis()))));
    }
    html.table(
        "What it depends on",
        List.of("Name", "Status", "Why", "Failed, 5 min", "95 %", "Last success", "Last failure"),
        rows);
    Response page = html.page();
    return new Response(code(), page.headers(), page.body());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
