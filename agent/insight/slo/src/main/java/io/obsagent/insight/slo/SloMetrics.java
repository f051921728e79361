// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a Prometheus gets to see of objectives. Each replica tells of what it has counted itself.
 */
final class SloMetrics {
  static final MetricDefinition COMPLIANCE =
      gauge(
          "sla_compliance_ratio",
          "Share of good events in the period of an objective; absent until there are enough.");

  static final MetricDefinition TARGET =
      gauge("sla_target_ratio", "Share of good events that was promised.");

  static final MetricDefinition REMAINING =
      gauge(
          "sla_error_budget_remaining_ratio",
          "Share of the error budget that is left, below 0 when more is spent than there was;"
              + " absent until there are enough events.");

  static final MetricDefinition BURN_RATE =
      MetricDefinition.gauge(
              "sla_burn_rate",
              "How many times as fast as allowed the error budget is spent, over a window; absent"
                  + " while nothing happens.")
          .labels("service", "objective", "group", "window");

  static final MetricDefinition EVENTS =
      MetricDefinition.counter(
              "slo_events_total", "Events that were counted for an objective, good and bad.")
          .unit("{event}")
          .labels("service", "objective", "group", "result");

  private final List<MetricFamily.Point> compliance = new ArrayList<>();
  private final List<MetricFamily.Point> target = new ArrayList<>();
  private final List<MetricFamily.Point> remaining = new ArrayList<>();
  private final List<MetricFamily.Point> burnRates = new ArrayList<>();
  private final List<MetricFamily.Point> events = new ArrayList<>();

  private SloMetrics() {}

  private static MetricDefinition gauge(String name, String help) {
    return MetricDefinition.gauge(name, help).labels("service", "objective", "group");
  }

  static List<MetricFamily> of(List<Measured> all, Instant now) {
    SloMetrics metrics = new SloMetrics();
    for (Measured measured : all) {
      for (Tally tally : measured.tallies()) {
        metrics.add(measured, tally, now);
      }
    }
    return List.of(
        new MetricFamily(COMPLIANCE, metrics.compliance),
        new MetricFamily(TARGET, metrics.target),
        new MetricFamily(REMAINING, metrics.remaining),
        new MetricFamily(BURN_RATE, metrics.burnRates),
        new MetricFamily(EVENTS, metrics.events));
  }

  private void add(Measured measured, Tally tally, Instant now) {
    Objective objective = measured.objective();
    String group = tally.group().isEmpty() ? "" : tally.group().toString();
    List<String> labels = List.of(objective.service(), objective.name(), group);
    Attainment attained = Attainment.of(measured, tally, now);
    if (attained.isSufficient()) {
      compliance.add(new NumberPoint(labels, attained.ratio(), null));
      remaining.add(new NumberPoint(labels, attained.remaining(), null));
    }
    target.add(new NumberPoint(labels, objective.target(), null));
    Report.burnRates(tally, attained, now)
        .forEach(
            (window, rate) -> {
              if (!Double.isNaN(rate)) {
                burnRates.add(new NumberPoint(with(labels, window), rate, null));
              }
            });
    CountRing.Sum counted = tally.counted();
    events.add(new NumberPoint(with(labels, "good"), counted.good(), null));
    events.add(new NumberPoint(with(labels, "bad"), counted.bad(), null));
  }

  private static List<String> with(List<String> labels, String last) {
    List<String> all = new ArrayList<>(labels);
    all.add(last);
    return List.copyOf(all);
  }
}
