// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Html;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import io.obsagent.spi.metrics.MetricSource;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /monitoring/doctor}: what is wrong, and the way out. */
final class DoctorRoutes {
  static final String PATH = "/monitoring/doctor";

  private final AgentReport report;
  private final MetricSource metrics;

  private DoctorRoutes(AgentReport report, MetricSource metrics) {
    this.report = report;
    this.metrics = metrics;
  }

  static void register(Routes routes, AgentReport report, MetricSource metrics) {
    routes.add("GET", PATH, Access.READ, new DoctorRoutes(report, metrics)::answer);
  }

  private Response answer(Request request) {
    List<Diagnosis.Finding> findings = Diagnosis.of(report.snapshot(), metrics.collect());
    String accept = request.header("accept");
    Response response =
        accept != null && accept.contains("text/html")
            ? page(findings)
            : Response.json(200, json -> write(json, findings));
    return response.with("Vary", "Accept, Accept-Encoding");
  }

  private static void write(JsonWriter json, List<Diagnosis.Finding> findings) {
    json.object().field("time_ms", System.currentTimeMillis()).name("findings").array();
    for (Diagnosis.Finding finding : findings) {
      json.object().field("severity", finding.error() ? "error" : "note");
      json.field("area", finding.area()).field("text", finding.text());
      json.field("remedy", finding.remedy()).end();
    }
    json.end().end();
  }

  private static Response page(List<Diagnosis.Finding> findings) {
    List<List<String>> rows = new ArrayList<>();
    for (Diagnosis.Finding finding : findings) {
      rows.add(
          List.of(
              finding.error() ? "error" : "note",
              finding.area(),
              finding.text(),
              finding.remedy()));
    }
    return new Html("Doctor")
        .table("Findings", List.of("Severity", "Area", "What", "Way out"), rows)
        .page();
  }
}
