// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objectives as rules for a Prometheus, in the three groups and under the names that <a
 * href="https://sloth.dev">Sloth</a> gives them, so that its dashboards fit.
 */
final class PrometheusRules {
  private static final String MATCHING = "\n/ on(sloth_id, sloth_slo, sloth_service) group_left\n";

  private PrometheusRules() {}

  static String write(List<Objective> objectives) {
    RuleText out = new RuleText();
    for (Objective objective : objectives) {
      String name = objective.id();
      out.group("sloth-slo-sli-recordings-" + name);
      ratios(out, objective);
      out.group("sloth-slo-meta-recordings-" + name);
      metadata(out, objective);
      AlertPolicy alerts = objective.alerts();
      boolean conditions = !alerts.conditions().isEmpty();
      if (alerts.page().enabled() || alerts.ticket().enabled() || conditions) {
        out.group("sloth-slo-alerts-" + name);
        AlertRules.burn(out, objective, 0);
        ConditionRules.write(out, objective, 0);
      }
    }
    return out.toString();
  }

  private static void ratios(RuleText out, Objective objective) {
    List<Duration> windows = BurnWindow.windows(objective);
    for (Duration window : windows) {
      String name = BurnWindow.name(window);
      Map<String, String> labels = labels(objective);
      labels.put("sloth_window", name);
      String expr = objective.indicator().errorRatio().text(name);
      out.recording(RecordedSeries.RATIO + name, expr, labels);
    }
    String shortest =
        RecordedSeries.RATIO
            + BurnWindow.name(windows.get(0))
            + AlertRules.selector(objective)
            + "["
            + BurnWindow.name(objective.period().length())
            + "])";
    String period = BurnWindow.name(objective.period().length());
    Map<String, String> labels = labels(objective);
    labels.put("sloth_window", period);
    out.recording(
        RecordedSeries.RATIO + period,
        "sum_over_time(" + shortest + "\n/ ignoring (sloth_window)\ncount_over_time(" + shortest,
        labels);
  }

  private static void metadata(RuleText out, Objective objective) {
    Map<String, String> labels = labels(objective);
    String selector = AlertRules.selector(objective);
    String budget = "slo:error_budget:ratio" + selector;
    String period = BurnWindow.name(objective.period().length());
    String shortest = BurnWindow.name(BurnWindow.windows(objective).get(0));
    double days = objective.period().length().toMillis() / (double) Duration.ofDays(1).toMillis();
    String target = AlertRules.number(objective.target());
    out.recording("slo:objective:ratio", "vector(" + target + ")", labels);
    out.recording("slo:error_budget:ratio", "vector(1-" + target + ")", labels);
    out.recording("slo:time_period:days", "vector(" + AlertRules.number(days) + ")", labels);
    out.recording(
        "slo:current_burn_rate:ratio",
        RecordedSeries.RATIO + shortest + selector + MATCHING + budget,
        labels);
    out.recording(
        "slo:period_burn_rate:ratio",
        RecordedSeries.RATIO + period + selector + MATCHING + budget,
        labels);
    out.recording(RecordedSeries.REMAINING, "1 - slo:period_burn_rate:ratio" + selector, labels);
    Map<String, String> info = new HashMap<>(labels);
    info.put("sloth_mode", "cli-gen-prom");
    info.put("sloth_spec", "prometheus/v1");
    info.put("sloth_version", "obs-agent");
    out.recording("sloth_slo_info", "vector(1)", info);
  }

  private static Map<String, String> labels(Objective objective) {
    Map<String, String> labels = new TreeMap<>(objective.labels());
    labels.put("sloth_id", objective.id());
    labels.put("sloth_service", objective.service());
    labels.put("sloth_slo", objective.name());
    return labels;
  }
}
