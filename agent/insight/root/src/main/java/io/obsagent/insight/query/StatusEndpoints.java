// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.Target;
import io.obsagent.spi.diagnostics.AgentReport;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of metrics and targets, and who answers. */
final class StatusEndpoints {
  private static final int TOP = 10;

  private final Supplier<Insight> insight;
  private final Supplier<@Nullable AgentReport> report;

  /**
   * @param report answers null before insight has begun
   */
  StatusEndpoints(Supplier<Insight> insight, Supplier<@Nullable AgentReport> report) {
    this.insight = insight;
    this.report = report;
  }

  private AgentReport.Snapshot snapshot() {
    AgentReport known = report.get();
    if (known == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    return known.snapshot();
  }

  void routes(Endpoints endpoints) {
    endpoints.get("/api/v1/metadata", this::metadata);
    endpoints.get("/api/v1/targets", params -> Answers.success(this::targets));
    endpoints.get("/api/v1/status/buildinfo", params -> Answers.success(this::buildInfo));
    endpoints.get("/api/v1/status/config", params -> Answers.success(this::config));
    endpoints.get("/api/v1/status/flags", params -> Answers.success(this::flags));
    endpoints.get("/api/v1/status/runtimeinfo", params -> Answers.success(this::runtimeInfo));
    endpoints.get("/api/v1/status/tsdb", this::tsdb);
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
    String version = snapshot().version();
    out.object();
    // Grafana reads from this which functions it may offer.
    out.field("version", "3.0.0").field("revision", version).field("branch", "obs-agent");
    out.field("buildUser", "").field("buildDate", "").field("goVersion", "");
    out.end();
  }

  /** What is configured, without what has its default; secrets are masked. */
  private void config(JsonWriter out) {
    StringBuilder yaml = new StringBuilder();
    for (AgentReport.OptionValue option : snapshot().options()) {
      if (!option.place().isEmpty()) {
        yaml.append(option.key()).append(": '").append(option.value().replace("'", "''"));
        yaml.append("'\n");
      }
    }
    out.object().field("yaml", yaml.toString()).end();
  }

  private void flags(JsonWriter out) {
    out.object();
    for (AgentReport.OptionValue option : snapshot().options()) {
      out.field(option.key(), option.value());
    }
    out.end();
  }

  private void runtimeInfo(JsonWriter out) {
    AgentReport.Snapshot agent = snapshot();
    out.object().field("startTime", Instant.ofEpochMilli(agent.startEpochMillis()).toString());
    out.field("CWD", System.getProperty("user.dir", ""));
    out.field("serverTime", insight.get().cycle().now().toString());
    out.field("reloadConfigSuccess", agent.problems().isEmpty());
    out.field("goroutineCount", ManagementFactory.getThreadMXBean().getThreadCount());
    out.field("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
    out.field("storageRetention", "1y").end();
  }

  /** The largest of each kind, at most {@code limit}, ten by default. */
  private Response tsdb(Params params) {
    int limit = params.text("limit").isEmpty() ? TOP : params.limit();
    SeriesStore store = insight.get().store();
    Map<String, Integer> byName = new HashMap<>();
    Map<String, Integer> byPair = new HashMap<>();
    Map<String, Set<String>> values = new HashMap<>();
    List<Labels> all = store.series(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
    for (Labels labels : all) {
      byName.merge(labels.metricName(), 1, Integer::sum);
      for (int i = 0; i < labels.size(); i++) {
        byPair.merge(labels.name(i) + '=' + labels.value(i), 1, Integer::sum);
        values.computeIfAbsent(labels.name(i), name -> new HashSet<>()).add(labels.value(i));
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Integer> bytes = new HashMap<>();
    values.forEach(
        (name, of) -> {
          counts.put(name, of.size());
          bytes.put(name, of.stream().mapToInt(String::length).sum());
        });
    return Answers.success(
        out -> {
          out.object().name("headStats").object().field("numSeries", all.size());
          out.field("numLabelPairs", byPair.size()).end();
          top(out.name("seriesCountByMetricName"), byName, limit);
          top(out.name("labelValueCountByLabelName"), counts, limit);
          top(out.name("memoryInBytesByLabelName"), bytes, limit);
          top(out.name("seriesCountByLabelValuePair"), byPair, limit);
          out.end();
        });
  }

  private static void top(JsonWriter out, Map<String, Integer> counts, int limit) {
    out.array();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .forEach(
            entry ->
                out.object().field("name", entry.getKey()).field("value", entry.getValue()).end());
    out.end();
  }
}
