// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.diagnostics.AgentReport.Count;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.util.List;

/** The agent's account of itself, for programs and for people. */
public final class AgentRoutes {
  private final AgentReport report;

  private AgentRoutes(AgentReport report) {
    this.report = report;
  }

  public static void register(Routes routes, AgentReport report) {
    AgentRoutes agent = new AgentRoutes(report);
    routes.add("GET", "/monitoring/agent", Access.READ, agent::answer);
    routes.add("POST", "/monitoring/stop", Access.ADMIN, request -> agent.watch(false));
    routes.add("POST", "/monitoring/start", Access.ADMIN, request -> agent.watch(true));
  }

  private Response watch(boolean on) {
    report.watch(on);
    return Response.json(
        200, json -> json.object().field("state", report.glance().state().name()).end());
  }

  private Response answer(Request request) {
    AgentReport.Snapshot snapshot = report.snapshot();
    String accept = request.header("accept");
    if (accept != null && accept.contains("text/html")) {
      return AgentPage.of(snapshot).with("Vary", "Accept, Accept-Encoding");
    }
    return Response.json(200, json -> write(snapshot, json))
        .with("Vary", "Accept, Accept-Encoding");
  }

  private static void write(AgentReport.Snapshot snapshot, JsonWriter json) {
    json.object().field("version", snapshot.version()).field("state", snapshot.state().name());
    json.field("service", snapshot.serviceName());
    json.field("start_epoch_millis", snapshot.startEpochMillis());
    json.field("uptime_millis", snapshot.uptimeMillis()).field("sites", snapshot.sites());
    json.name("phases").array();
    for (AgentReport.Phase phase : snapshot.phases()) {
      json.object().field("name", phase.name()).field("millis", phase.millis()).end();
    }
    json.end().name("modules").array();
    for (AgentReport.ModuleState module : snapshot.modules()) {
      json.object().field("name", module.name()).field("version", module.version());
      json.field("status", module.status().name()).field("reason", module.reason());
      json.field("sites", module.sites()).field("errors", module.errors()).end();
    }
    json.end().name("options").array();
    for (AgentReport.OptionValue option : snapshot.options()) {
      json.object().field("key", option.key()).field("value", option.value());
      json.field("source", option.source()).field("place", option.place());
      json.field("dynamic", option.dynamic()).end();
    }
    json.end();
    counts("errors", snapshot.errors(), json);
    counts("drops", snapshot.drops(), json);
    texts("not_instrumented", snapshot.notInstrumented(), json);
    texts("problems", snapshot.problems(), json);
    parts(snapshot, json);
    exporters(snapshot, json);
    json.end();
  }

  private static void texts(String name, List<String> texts, JsonWriter json) {
    json.name(name).array();
    for (String text : texts) {
      json.value(text);
    }
    json.end();
  }

  private static void parts(AgentReport.Snapshot snapshot, JsonWriter json) {
    json.name("parts").array();
    for (AgentReport.Part part : snapshot.parts()) {
      json.object().field("name", part.name()).field("state", part.state().name());
      json.field("failures", part.failures()).field("last_error", part.lastError());
      json.field("last_failure_epoch_millis", part.lastFailureEpochMillis()).end();
    }
    json.end();
  }

  private static void exporters(AgentReport.Snapshot snapshot, JsonWriter json) {
    json.name("exporters").array();
    for (AgentReport.Exporter exporter : snapshot.exporters()) {
      json.object().field("name", exporter.name()).field("signal", exporter.signal());
      json.field("endpoint", exporter.endpoint());
      json.field("last_success_epoch_millis", exporter.lastSuccessEpochMillis());
      json.field("last_error_epoch_millis", exporter.lastErrorEpochMillis());
      json.field("last_error", exporter.lastError());
      json.field("queued", exporter.queued()).field("dropped", exporter.dropped()).end();
    }
    json.end();
  }

  private static void counts(String name, List<Count> counts, JsonWriter json) {
    json.name(name).array();
    for (Count count : counts) {
      json.object().field("what", count.what()).field("reason", count.reason());
      json.field("count", count.count()).end();
    }
    json.end();
  }
}
