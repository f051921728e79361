// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.series.Target;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What is known of metrics and targets, and who answers. */
final class StatusEndpoints {
  private final Supplier<Insight> insight;
  private volatile String version = "";

  StatusEndpoints(Supplier<Insight> insight) {
    this.insight = insight;
  }

  void setVersion(String version) {
    this.version = version;
  }

  void routes(Endpoints endpoints) {
    endpoints.get("/api/v1/metadata", this::metadata);
    endpoints.get("/api/v1/targets", params -> Answers.success(this::targets));
    endpoints.get("/api/v1/status/buildinfo", params -> Answers.success(this::buildInfo));
  }

  private Response metadata(Params params) {
    String metric = params.text("metric");
    int limit = params.limit();
    Map<String, MetricFamily> families = new TreeMap<>(insight.get().cycle().metadata());
    return Answers.success(
        out -> {
          out.object();
          int left = limit;
          for (MetricFamily family : families.values()) {
            if ((metric.isEmpty() || metric.equals(family.name())) && left-- > 0) {
              out.name(family.name()).array().object();
              out.field("type", family.type().name().toLowerCase(Locale.ROOT));
              out.field("help", family.help()).field("unit", family.unit());
              out.end().end();
            }
          }
          out.end();
        });
  }

  private void targets(JsonWriter out) {
    Cycle cycle = insight.get().cycle();
    out.object().name("activeTargets").array();
    for (Target target : cycle.targets()) {
      Map<String, String> labels =
          new TreeMap<>(Map.of("job", target.job(), "instance", target.instance()));
      out.object();
      Answers.map(out.name("discoveredLabels"), labels);
      Answers.map(out.name("labels"), labels);
      out.field("scrapePool", target.job());
      out.field("scrapeUrl", "").field("globalUrl", "");
      out.field("lastError", target.up() ? "" : "down");
      out.field("lastScrape", cycle.lastCycle().toString());
      out.field("lastScrapeDuration", cycle.lastCycleTime().toNanos() / 1e9);
      out.field("health", target.up() ? "up" : "down");
      out.end();
    }
    out.end().name("droppedTargets").array().end().end();
  }

  private void buildInfo(JsonWriter out) {
    out.object();
    // Grafana reads from this which functions it may offer.
    out.field("version", "3.0.0").field("revision", version).field("branch", "obs-agent");
    out.field("buildUser", "").field("buildDate", "").field("goVersion", "");
    out.end();
  }
}
