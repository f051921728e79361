// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ai;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.query.Increase;
import io.obsagent.insight.series.SeriesReader;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the AI metrics of a time by one label: those by model, or those by workload ({@code
 * ai_workload_*}). What the store has is completed by what the metrics say now. Not thread-safe.
 */
final class AiReport {
  private static final String SUCCESS = "success";

  private final SeriesReader store;
  private final Map<String, MetricFamily> live = new HashMap<>();
  private final Labels self;
  private final String by;
  private final long from;
  private final long to;
  private final Map<String, AiUse> groups = new TreeMap<>();

  /**
   * @param families the metrics as they are now
   * @param self {@code job} and {@code instance}, which the store adds to each series
   * @param by the label
   */
  AiReport(
      SeriesReader store, List<MetricFamily> families, Labels self, String by, long from, long to) {
    this.store = store;
    this.self = self;
    this.by = by;
    this.from = from;
    this.to = to;
    families.forEach(family -> live.put(family.name(), family));
  }

  Map<String, AiUse> byModel() {
    counter("ai_requests_total", this::count);
    counter(
        "ai_tokens_used_total",
        (labels, grown) -> use(labels).tokens.merge(labels.get("token_type"), grown, Double::sum));
    counter("ai_cost_usd_total", this::pay);
    counter("ai_cost_unknown_total", (labels, grown) -> use(labels).unpriced += grown);
    histogram("ai_request_duration_seconds", false);
    groups.values().forEach(use -> use.tellsUnpriced = true);
    return used();
  }

  Map<String, AiUse> byWorkload() {
    counter(
        "ai_workload_tokens_total",
        (labels, grown) -> use(labels).tokens.merge(labels.get("token_type"), grown, Double::sum));
    counter("ai_workload_cost_usd_total", this::pay);
    histogram("ai_workload_duration_seconds", true);
    return used();
  }

  private Map<String, AiUse> used() {
    groups.values().removeIf(use -> use.calls == 0 && use.tokens.isEmpty());
    return groups;
  }

  private AiUse use(Labels labels) {
    return groups.computeIfAbsent(labels.get(by), none -> new AiUse());
  }

  private void count(Labels labels, double calls) {
    AiUse use = use(labels);
    use.calls += calls;
    use.errors += labels.get("status").equals(SUCCESS) ? 0 : calls;
  }

  private void pay(Labels labels, double usd) {
    AiUse use = use(labels);
    use.usd += usd;
    use.priced = true;
  }

  private void counter(String metric, BiConsumer<Labels, Double> add) {
    Increase increase = new Increase();
    increase.read(store, metric, from, to);
    MetricFamily family = live.get(metric);
    if (family != null) {
      for (MetricFamily.Point point : family.points()) {
        if (point instanceof NumberPoint number) {
          increase.now(labels(family, point, null), number.value());
        }
      }
    }
    increase.forEach((labels, grown) -> grew(labels, grown, add));
  }

  private static void grew(Labels labels, double grown, BiConsumer<Labels, Double> add) {
    if (grown > 0) {
      add.accept(labels, grown);
    }
  }

  private void histogram(String metric, boolean counts) {
    Increase increase = new Increase();
    increase.read(store, metric + "_bucket", from, to);
    MetricFamily family = live.get(metric);
    if (family != null) {
      for (MetricFamily.Point point : family.points()) {
        if (point instanceof HistogramPoint histogram) {
          long[] cumulative = histogram.cumulativeCounts();
          for (int i = 0; i < cumulative.length; i++) {
            double bound =
                i < histogram.bounds().length ? histogram.bounds()[i] : Double.POSITIVE_INFINITY;
            increase.now(labels(family, point, bound), cumulative[i]);
          }
        }
      }
    }
    increase.forEach(
        (labels, grown) -> {
          double bound = Double.parseDouble(labels.get("le"));
          use(labels).buckets.merge(bound, grown, Double::sum);
          if (counts && Double.isInfinite(bound)) {
            count(labels, grown);
          }
        });
  }

  private Labels labels(MetricFamily family, MetricFamily.Point point, @Nullable Double bound) {
    Map<String, String> labels = new HashMap<>(self.toMap());
    for (int i = 0; i < family.labelNames().size(); i++) {
      labels.put(family.labelNames().get(i), point.labelValues().get(i));
    }
    if (bound != null) {
      labels.put("le", bound.toString());
    }
    return Labels.of(labels);
  }
}
