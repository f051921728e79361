// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import java.util.List;

/** Objectives as OpenSLO v1, a document each. */
final class OpenSloWriter {
  private final StringBuilder out = new StringBuilder();

  private OpenSloWriter() {}

  static String write(List<Objective> objectives) {
    OpenSloWriter writer = new OpenSloWriter();
    objectives.forEach(writer::objective);
    return writer.out.toString();
  }

  private void objective(Objective objective) {
    out.append(out.isEmpty() ? "" : "---\n");
    line(0, "apiVersion: openslo/v1");
    line(0, "kind: SLO");
    line(0, "metadata:");
    text(1, "name", objective.name());
    line(0, "spec:");
    if (!objective.description().isEmpty()) {
      text(1, "description", objective.description());
    }
    text(1, "service", objective.service());
    line(1, "indicator:");
    line(2, "metadata:");
    text(3, "name", objective.name());
    line(2, "spec:");
    indicator(objective.indicator().inner());
    line(1, "timeWindow:");
    period(objective.period());
    line(1, "budgetingMethod: " + objective.indicator().method());
    line(1, "objectives:");
    text(2, "- displayName", objective.name());
    line(3, "target: " + AlertRules.number(objective.target()));
    if (objective.indicator().inner() instanceof Indicator.Threshold) {
      line(3, "op: gte");
      line(3, "value: 1");
    }
    if (objective.indicator() instanceof Indicator.Sliced sliced) {
      line(3, "timeSliceWindow: " + BurnWindow.name(sliced.slice()));
      if (sliced.target() != null) {
        line(3, "timeSliceTarget: " + AlertRules.number(sliced.target()));
      }
    }
    if (!objective.alerts().conditions().isEmpty()) {
      line(1, "alertPolicies:");
      objective.alerts().conditions().forEach(this::condition);
    }
  }

  private void condition(AlertPolicy.Condition condition) {
    line(2, "- kind: AlertPolicy");
    line(3, "metadata:");
    text(4, "name", condition.name());
    line(3, "spec:");
    line(4, "alertWhenBreaching: " + condition.breaching());
    line(4, "alertWhenNoData: " + condition.noData());
    line(4, "conditions:");
    line(5, "- kind: AlertCondition");
    line(6, "metadata:");
    text(7, "name", condition.condition());
    line(6, "spec:");
    if (!condition.description().isEmpty()) {
      text(7, "description", condition.description());
    }
    text(7, "severity", condition.severity());
    line(7, "condition:");
    line(8, "kind: burnrate");
    line(8, "op: " + (condition.operator().equals(">") ? "gt" : "gte"));
    line(8, "threshold: " + AlertRules.number(condition.threshold()));
    line(8, "lookbackWindow: " + BurnWindow.name(condition.lookback()));
    line(8, "alertAfter: " + PromDuration.format(condition.after()));
  }

  private void indicator(Indicator indicator) {
    if (indicator instanceof Indicator.Events events) {
      line(3, "ratioMetric:");
      line(4, "counter: true");
      source(4, events.good() ? "good" : "bad", events.some().template());
      source(4, "total", events.total().template());
    } else if (indicator instanceof Indicator.Threshold threshold) {
      source(3, "thresholdMetric", threshold.holds());
    } else {
      line(3, "ratioMetric:");
      line(4, "counter: false");
      line(4, "rawType: failure");
      source(4, "raw", indicator.errorRatio().template());
    }
  }

  private void source(int depth, String key, String query) {
    line(depth, key + ":");
    line(depth + 1, "metricSource:");
    line(depth + 2, "type: Prometheus");
    line(depth + 2, "spec:");
    text(depth + 3, "query", query);
  }

  private void period(Period period) {
    String duration =
        switch (period.calendar()) {
          case ROLLING -> period.toString();
          case WEEK -> "1w";
          case MONTH -> "1M";
          case QUARTER -> "1Q";
          case YEAR -> "1Y";
        };
    line(2, "- duration: " + duration);
    line(3, "isRolling: " + period.isRolling());
    if (!period.isRolling()) {
      line(3, "calendar:");
      line(4, "startTime: \"2026-01-01 00:00:00\"");
      line(4, "timeZone: " + period.zone());
    }
  }

  private void text(int depth, String key, String value) {
    line(depth, key + ": " + RuleText.quoted(value));
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }
}
