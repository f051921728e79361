// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.insight.dashboards.Dashboard.Section;
import io.obsagent.insight.dashboards.Dashboard.Variable;
import io.obsagent.insight.dashboards.Panel.Target;
import io.obsagent.insight.dashboards.Panel.Threshold;
import io.obsagent.spi.http.JsonWriter;
import java.util.List;

/**
 * Writes a dashboard as Grafana imports it: the schema of its classic dashboards in their last
 * version, 42, which Grafana 8 and later read, too.
 *
 * @see <a
 *     href="https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/">JSON
 *     model</a>
 */
final class GrafanaDashboard {
  /** Where the agent is found if nobody says more. */
  static final String CONSOLE = "http://localhost:9464";

  private static final int SCHEMA = 42;
  private static final int COLUMNS = 24;

  private final JsonWriter out = new JsonWriter();
  private int id;
  private int x;
  private int y;
  private int rowHeight;

  private GrafanaDashboard() {}

  /**
   * @param console where people reach the agent, for links: {@code http://localhost:9464}
   */
  static String write(Dashboard dashboard, String console) {
    GrafanaDashboard writer = new GrafanaDashboard();
    writer.dashboard(dashboard, console);
    return writer.out.toString();
  }

  private void dashboard(Dashboard dashboard, String console) {
    out.object();
    out.field("uid", uid(dashboard)).field("title", dashboard.title());
    out.field("description", dashboard.description());
    out.name("tags").array().value("obs-agent");
    dashboard.tags().forEach(out::value);
    out.end();
    out.field("schemaVersion", SCHEMA).field("version", 1).field("editable", true);
    out.field("graphTooltip", 1).field("timezone", "browser").field("refresh", dashboard.refresh());
    out.name("time").object().field("from", "now-" + dashboard.range()).field("to", "now").end();
    out.name("timepicker").object().name("refresh_intervals").array();
    List.of("5s", "10s", "30s", "1m", "5m", "15m", "1h").forEach(out::value);
    out.end().end();
    annotations();
    links();
    variables(dashboard, console);
    out.name("panels").array();
    dashboard.sections().forEach(this::section);
    out.end().end();
  }

  /** At most 40 characters, as Grafana wants. */
  static String uid(Dashboard dashboard) {
    String uid = "obs-" + dashboard.id();
    return uid.length() <= 40 ? uid : uid.substring(0, 31) + "-" + hash(uid);
  }

  private static String hash(String text) {
    String hex = Integer.toHexString(text.hashCode());
    return "0".repeat(8 - hex.length()) + hex;
  }

  private void annotations() {
    out.name("annotations").object().name("list").array();
    annotation(
        "Deployments",
        "blue",
        "changes(deployment_attempts_total{job=~\"$job\", instance=~\"$instance\"}[2m]) > 0",
        "Deployment",
        "{{service}} {{status}}");
    annotation(
        "Restarts",
        "purple",
        "changes(process_start_time_seconds{job=~\"$job\", instance=~\"$instance\"}[2m]) > 0",
        "Restart",
        "{{job}} at {{instance}}");
    annotation(
        "Alerts",
        "red",
        "ALERTS{alertstate=\"firing\", severity=~\"critical|high|warning\"}",
        "{{alertname}}",
        "{{severity}} {{instance}}");
    out.end().end();
  }

  private void annotation(String name, String colour, String expr, String title, String text) {
    out.object().field("name", name).field("enable", true).field("iconColor", colour);
    datasource();
    out.field("expr", expr).field("step", "60s");
    out.field("titleFormat", title).field("textFormat", text).end();
  }

  private void datasource() {
    out.name("datasource").object();
    out.field("type", "prometheus").field("uid", "${datasource}").end();
  }

  private void links() {
    out.name("links").array();
    link("Console of the agent", "${console}/");
    link("Runbooks", "${console}/monitoring/runbooks");
    out.object().field("title", "Dashboards of obs-agent").field("type", "dashboards");
    out.name("tags").array().value("obs-agent").end();
    out.field("asDropdown", true).field("keepTime", true).field("includeVars", true).end();
    out.end();
  }

  private void link(String title, String url) {
    out.object().field("title", title).field("type", "link").field("icon", "external link");
    out.field("url", url).field("targetBlank", true).end();
  }

  private void variables(Dashboard dashboard, String console) {
    out.name("templating").object().name("list").array();
    out.object().field("name", "datasource").field("label", "Data source");
    out.field("type", "datasource").field("query", "prometheus");
    out.field("hide", 0).field("refresh", 1).end();
    variable("job", "obs_agent_info", "job");
    variable("instance", "obs_agent_info{job=~\"$job\"}", "instance");
    for (Variable each : dashboard.variables()) {
      variable(each.name(), each.metric() + "{job=~\"$job\"}", each.label());
    }
    out.object().field("name", "console").field("label", "Console").field("type", "textbox");
    out.field("query", console).field("hide", 2);
    out.name("current").object().field("text", console).field("value", console).end().end();
    out.end().end();
  }

  private void variable(String name, String metric, String label) {
    String query = "label_values(" + metric + ", " + label + ")";
    out.object().field("name", name).field("label", name).field("type", "query");
    datasource();
    out.field("definition", query);
    out.name("query").object().field("qryType", 1).field("query", query);
    out.field("refId", "PrometheusVariableQueryEditor-VariableQuery").end();
    // Again with each change of the time, by name.
    out.field("refresh", 2).field("sort", 1).field("hide", 0);
    out.field("multi", true).field("includeAll", true).field("allValue", ".*");
    out.name("current").object().field("text", "All").field("value", "$__all").end().end();
  }

  private void section(Section section) {
    newRow();
    if (!section.title().isEmpty()) {
      out.object().field("id", ++id).field("type", "row").field("title", section.title());
      out.field("collapsed", false);
      position(COLUMNS, 1);
      out.name("panels").array().end().end();
    }
    section.panels().forEach(this::panel);
  }

  private void newRow() {
    x = 0;
    y += rowHeight;
    rowHeight = 0;
  }

  private void position(int width, int height) {
    if (x + width > COLUMNS) {
      newRow();
    }
    out.name("gridPos").object().field("x", x).field("y", y).field("w", width);
    out.field("h", height).end();
    x += width;
    rowHeight = Math.max(rowHeight, height);
  }

  private void panel(Panel panel) {
    out.object().field("id", ++id).field("type", panel.type().grafana);
    out.field("title", panel.title()).field("description", panel.text());
    position(panel.width(), panel.height());
    datasource();
    fields(panel);
    options(panel.type());
    out.name("links").array();
    if (!panel.alert().isEmpty()) {
      link("Runbook: " + panel.alert(), "${console}/monitoring/runbooks/" + panel.alert());
    }
    if (!panel.page().isEmpty()) {
      link("In the console of the agent", "${console}/?p=" + panel.page());
    }
    out.end();
    out.name("targets").array();
    for (int i = 0; i < panel.targets().size(); i++) {
      target(panel, panel.targets().get(i), String.valueOf((char) ('A' + i)));
    }
    out.end().end();
  }

  private void fields(Panel panel) {
    boolean lines = panel.type().grafana.equals("timeseries");
    out.name("fieldConfig").object().name("defaults").object();
    out.field("unit", panel.unit().grafana);
    if (panel.unit() != Unit.NUMBER && panel.unit() != Unit.TIME) {
      out.field("min", 0);
    }
    out.name("color").object();
    out.field("mode", lines || panel.thresholds().isEmpty() ? "palette-classic" : "thresholds");
    out.end();
    out.name("thresholds").object().field("mode", "absolute").name("steps").array();
    out.object().field("color", lines ? "transparent" : "green");
    out.field("value", (String) null).end();
    for (Threshold threshold : panel.thresholds()) {
      out.object().field("color", threshold.colour()).field("value", threshold.above()).end();
    }
    out.end().end();
    if (lines) {
      out.name("custom").object().field("drawStyle", "line").field("lineWidth", 1);
      out.field("fillOpacity", 10).field("showPoints", "never").field("spanNulls", false);
      out.name("thresholdsStyle").object();
      out.field("mode", panel.thresholds().isEmpty() ? "off" : "dashed").end().end();
    }
    out.end().name("overrides").array().end().end();
  }

  private void options(PanelType type) {
    out.name("options").object();
    switch (type) {
      case TIMESERIES, GRAPH -> {
        out.name("legend").object().field("displayMode", "list").field("placement", "bottom");
        out.field("showLegend", true).name("calcs").array().end().end();
        out.name("tooltip").object().field("mode", "multi").field("sort", "desc").end();
      }
      case STAT, GAUGE, HISTOGRAM -> {
        out.name("reduceOptions").object().name("calcs").array().value("lastNotNull").end();
        out.field("fields", "").field("values", false).end();
        if (type == PanelType.STAT) {
          out.field("colorMode", "value").field("graphMode", "area").field("textMode", "auto");
        }
        if (type == PanelType.HISTOGRAM) {
          out.field("orientation", "horizontal").field("displayMode", "basic");
        }
      }
      case HEATMAP -> {
        out.field("calculate", false).field("cellGap", 1);
        out.name("color").object().field("mode", "scheme").field("scheme", "Blues").end();
        out.name("yAxis").object().field("axisPlacement", "left").end();
        out.name("tooltip").object().field("mode", "single").end();
      }
      case TABLE -> out.field("showHeader", true).field("cellHeight", "sm");
    }
    out.end();
  }

  private void target(Panel panel, Target target, String ref) {
    String expr = Placeholders.forGrafana(target.expr());
    boolean buckets =
        panel.type() == PanelType.HISTOGRAM
            || panel.type() == PanelType.HEATMAP && expr.contains("_bucket");
    out.object().field("refId", ref);
    datasource();
    out.field("expr", expr).field("editorMode", "code");
    out.field("legendFormat", target.legend().isEmpty() ? "__auto" : target.legend());
    out.field("range", !panel.type().isInstant()).field("instant", panel.type().isInstant());
    out.field(
        "format", buckets ? "heatmap" : panel.type() == PanelType.TABLE ? "table" : "time_series");
    out.end();
  }
}
