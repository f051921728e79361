// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ai;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.query.Growth;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.service.AgentContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /monitoring/ai?range=1h&by=model}: what AI calls did, used and cost, for people and for
 * whoever reads JSON. Thread-safe.
 */
public final class AiFeature implements Feature {
  private static final String PATH = "/monitoring/ai";
  private static final long SHORTEST = Duration.ofMinutes(1).toMillis();
  private static final long LONGEST = Duration.ofDays(7).toMillis();
  private static final long USUAL = Duration.ofHours(1).toMillis();
  private static final int MOST_GROUPS = 1000;
  private static final int USUAL_GROUPS = 100;
  private static final double MICROS = 1e6;

  /** Labels of the metrics by model. */
  private static final Set<String> OF_MODELS = Set.of("model", "provider");

  /** Labels of the metrics by workload that tell kinds of calls and not who made them. */
  private static final Set<String> NO_WORKLOAD =
      Set.of("status", "token_type", "model", "provider");

  private volatile @Nullable Insight insight;
  private volatile @Nullable MetricSource metrics;

  @Override
  public String name() {
    return "ai";
  }

  @Override
  public List<String> paths() {
    return List.of(PATH);
  }

  @Override
  public void routes(Endpoints endpoints) {
    endpoints.get(PATH, this::answer);
  }

  @Override
  public void start(Insight started, AgentContext context) {
    begin(started, context.metrics());
  }

  /** Begins without the rest of the agent. */
  void begin(Insight started, MetricSource source) {
    metrics = source;
    insight = started;
  }

  private Response answer(Params params) {
    Insight known = insight;
    MetricSource source = metrics;
    if (known == null || source == null) {
      throw new ApiException(503, "unavailable", "not started; the agent's log says why");
    }
    long range = range(params);
    int limit = limit(params);
    List<MetricFamily> families = source.collect();
    String by = by(params, families);
    long to = known.cycle().now().toEpochMilli();
    AiReport report = new AiReport(new Growth(known, families, to - range, to), by);
    Map<String, AiUse> groups = OF_MODELS.contains(by) ? report.byModel() : report.byWorkload();
    return Answers.success(out -> write(out, by, to - range, to, groups, limit));
  }

  private static long range(Params params) {
    if (params.text("range").isEmpty()) {
      return USUAL;
    }
    long range = params.duration("range");
    if (range < SHORTEST || range > LONGEST) {
      throw ApiException.badData(
          "invalid parameter \"range\": expected a time from 1m to 7d, as 30m, 1h or 1d");
    }
    return range;
  }

  private static int limit(Params params) {
    int limit = params.text("limit").isEmpty() ? USUAL_GROUPS : params.limit();
    return Math.min(limit, MOST_GROUPS);
  }

  private static String by(Params params, List<MetricFamily> families) {
    String by = params.text("by").isEmpty() ? "model" : params.text("by");
    Set<String> known = new LinkedHashSet<>(List.of("model", "provider", "route", "operation"));
    for (MetricFamily family : families) {
      if (family.name().equals("ai_workload_cost_usd_total")) {
        known.addAll(family.labelNames());
        known.removeIf(name -> NO_WORKLOAD.contains(name) && !OF_MODELS.contains(name));
      }
    }
    if (!known.contains(by)) {
      throw ApiException.badData(
          "invalid parameter \"by\": expected "
              + String.join(", ", known)
              + " or a label of ai.labels, not \""
              + (by.length() > 64 ? by.substring(0, 64) + '…' : by)
              + '"');
    }
    return by;
  }

  private static void write(
      JsonWriter out, String by, long from, long to, Map<String, AiUse> groups, int limit) {
    AiUse total = new AiUse();
    total.tellsUnpriced = OF_MODELS.contains(by);
    groups.values().forEach(total::add);
    List<Map.Entry<String, AiUse>> sorted = new ArrayList<>(groups.entrySet());
    sorted.sort(
        Comparator.comparingDouble((Map.Entry<String, AiUse> group) -> -group.getValue().usd)
            .thenComparingDouble(group -> -group.getValue().calls)
            .thenComparing(Map.Entry::getKey));
    out.object().field("by", by);
    out.field("from", Instant.ofEpochMilli(from).toString());
    out.field("to", Instant.ofEpochMilli(to).toString());
    write(out.name("total").object(), total);
    out.end().name("groups").array();
    for (Map.Entry<String, AiUse> group : sorted.subList(0, Math.min(limit, sorted.size()))) {
      write(out.object().field(by, group.getKey()), group.getValue());
      out.end();
    }
    out.end().field("omitted", Math.max(0, sorted.size() - limit)).end();
  }

  private static void write(JsonWriter out, AiUse use) {
    out.field("calls", Math.round(use.calls)).field("errors", Math.round(use.errors));
    out.name("tokens").object();
    use.tokens.forEach((kind, count) -> out.field(kind, Math.round(count)));
    out.end().name("cost_usd");
    if (use.priced) {
      out.value(use.usd);
    } else {
      out.value((String) null);
    }
    if (use.tellsUnpriced) {
      out.field("calls_of_unknown_cost", Math.round(use.unpriced));
    }
    out.name("latency_seconds").object();
    seconds(out.name("p50"), use.quantile(0.5));
    seconds(out.name("p95"), use.quantile(0.95));
    seconds(out.name("p99"), use.quantile(0.99));
    out.end();
  }

  private static void seconds(JsonWriter out, double value) {
    if (Double.isNaN(value)) {
      out.value((String) null);
    } else {
      out.value(Math.round(value * MICROS) / MICROS);
    }
  }

  @Override
  public void close() {}
}
