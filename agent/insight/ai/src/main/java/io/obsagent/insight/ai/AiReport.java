// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ai;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.query.Growth;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up the AI metrics of a time by one label: those by model, or those by workload ({@code
 * ai_workload_*}). Not thread-safe.
 */
final class AiReport {
  private static final String SUCCESS = "success";

  private final Growth growth;
  private final String by;
  private final Map<String, AiUse> groups = new TreeMap<>();

  /**
   * @param by the label
   */
  AiReport(Growth growth, String by) {
    this.growth = growth;
    this.by = by;
  }

  Map<String, AiUse> byModel() {
    growth.counter("ai_requests_total", this::count);
    growth.counter(
        "ai_tokens_used_total",
        (labels, grown) -> use(labels).tokens.merge(labels.get("token_type"), grown, Double::sum));
    growth.counter("ai_cost_usd_total", this::pay);
    growth.counter("ai_cost_unknown_total", (labels, grown) -> use(labels).unpriced += grown);
    histogram("ai_request_duration_seconds", false);
    groups.values().forEach(use -> use.tellsUnpriced = true);
    return used();
  }

  Map<String, AiUse> byWorkload() {
    growth.counter(
        "ai_workload_tokens_total",
        (labels, grown) -> use(labels).tokens.merge(labels.get("token_type"), grown, Double::sum));
    growth.counter("ai_workload_cost_usd_total", this::pay);
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

  private void histogram(String metric, boolean counts) {
    growth.buckets(
        metric,
        (labels, grown) -> {
          double bound = Double.parseDouble(labels.get("le"));
          use(labels).buckets.merge(bound, grown, Double::sum);
          if (counts && Double.isInfinite(bound)) {
            count(labels, grown);
          }
        });
  }
}
