// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.insight.dashboards.Dashboard.Variable;
import io.obsagent.spi.http.JsonWriter;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** Dashboards for whoever draws them without Grafana, the console first of all. */
final class PanelsJson {
  private PanelsJson() {}

  static void list(JsonWriter out, Collection<Dashboard> dashboards) {
    out.object().name("dashboards").array();
    for (Dashboard dashboard : dashboards) {
      out.object();
      head(out, dashboard);
      out.field("panels", dashboard.panels().size());
      out.field("href", "/monitoring/dashboards/" + dashboard.id());
      out.field("grafana", "/monitoring/dashboards/" + dashboard.id() + ".json").end();
    }
    out.end().end();
  }

  private static void head(JsonWriter out, Dashboard dashboard) {
    out.field("id", dashboard.id()).field("title", dashboard.title());
    out.field("description", dashboard.description());
    strings(out.name("tags"), dashboard.tags());
  }

  private static void strings(JsonWriter out, List<String> texts) {
    out.array();
    texts.forEach(out::value);
    out.end();
  }

  /**
   * @param filled what puts values in the places of a query
   */
  static void dashboard(JsonWriter out, Dashboard dashboard, UnaryOperator<String> filled) {
    out.object();
    head(out, dashboard);
    out.field("refresh", dashboard.refresh()).field("range", dashboard.range());
    out.name("variables").array();
    variable(out, new Variable("job", "job", "obs_agent_info"));
    variable(out, new Variable("instance", "instance", "obs_agent_info"));
    dashboard.variables().forEach(variable -> variable(out, variable));
    out.end();
    out.name("sections").array();
    for (Dashboard.Section section : dashboard.sections()) {
      out.object().field("title", section.title()).name("panels").array();
      section.panels().forEach(panel -> panel(out, panel, filled));
      out.end().end();
    }
    out.end().end();
  }

  private static void variable(JsonWriter out, Variable variable) {
    out.object().field("name", variable.name()).field("label", variable.label());
    out.field("metric", variable.metric()).end();
  }

  private static void panel(JsonWriter out, Panel panel, UnaryOperator<String> filled) {
    PanelType type = panel.type() == PanelType.GRAPH ? PanelType.TIMESERIES : panel.type();
    out.object().field("title", panel.title()).field("type", type.word());
    out.field("unit", panel.unit().word()).field("description", panel.description());
    out.field("needs", panel.needs()).field("from", panel.from());
    out.field("width", panel.width()).field("height", panel.height());
    out.field("runbook", panel.alert().isEmpty() ? "" : "/monitoring/runbooks/" + panel.alert());
    out.field("page", panel.page());
    out.name("targets").array();
    for (Panel.Target target : panel.targets()) {
      out.object().field("expr", filled.apply(target.expr())).field("legend", target.legend());
      out.end();
    }
    out.end().name("thresholds").array();
    for (Panel.Threshold threshold : panel.thresholds()) {
      out.object().field("above", threshold.above()).field("colour", threshold.colour()).end();
    }
    out.end().end();
  }
}
