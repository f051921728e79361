// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The alerts of objectives as rules over what is recorded of them. */
final class AlertRules {
  private static final String DOCS = "docs/slo.md#alerts";

  private AlertRules() {}

  /** Rules for the agent's own evaluation; empty if there are none. */
  static String yaml(List<Objective> objectives) {
    RuleText out = new RuleText();
    for (Objective objective : objectives) {
      if (!objective.alerts().equals(AlertPolicy.none())) {
        out.group("slo-" + objective.id());
        burn(out, objective, objective.minEvents());
        ConditionRules.write(out, objective, objective.minEvents());
        budgets(out, objective);
        if (objective.alerts().absent()) {
          absent(out, objective);
        }
      }
    }
    return out.toString();
  }

  /**
   * The alerts on burn rates, a page and a ticket.
   *
   * @param minEvents of the longer window; 0 for whoever has no such series
   */
  static void burn(RuleText out, Objective objective, int minEvents) {
    burn(out, objective, objective.alerts().page(), true, minEvents);
    burn(out, objective, objective.alerts().ticket(), false, minEvents);
  }

  private static void burn(
      RuleText out,
      Objective objective,
      AlertPolicy.Severity severity,
      boolean page,
      int minEvents) {
    if (!severity.enabled()) {
      return;
    }
    StringBuilder expr = new StringBuilder();
    for (BurnWindow window : BurnWindow.of(objective)) {
      if (window.page() == page) {
        expr.append(expr.isEmpty() ? "" : "\nor ignoring (sloth_window)\n");
        condition(expr, objective, window, minEvents);
      }
    }
    String word = page ? "page" : "ticket";
    Map<String, String> labels = labels(objective, severity.labels());
    labels.put("sloth_severity", word);
    Map<String, String> annotations = annotations(objective, severity.annotations());
    annotations.putIfAbsent(
        "summary",
        "{{ $labels.sloth_service }} {{ $labels.sloth_slo }} burns its error budget too fast");
    annotations.putIfAbsent(
        "title",
        "("
            + word
            + ") {{ $labels.sloth_service }} {{ $labels.sloth_slo }} SLO error budget burn rate is"
            + " too fast.");
    out.alert(objective.alerts().name(), expr.toString(), "", labels, annotations);
  }

  private static void condition(
      StringBuilder expr, Objective objective, BurnWindow window, int minEvents) {
    String selector = selector(objective);
    String limit = " > (" + number(window.factor()) + " * " + number(objective.budget()) + "))";
    expr.append("(\n    (" + RecordedSeries.RATIO)
        .append(BurnWindow.name(window.shorter()))
        .append(selector)
        .append(limit)
        .append("\n    and ignoring (sloth_window)\n    (" + RecordedSeries.RATIO)
        .append(BurnWindow.name(window.longer()))
        .append(selector)
        .append(limit);
    if (minEvents > 0) {
      expr.append("\n    and ignoring (sloth_window)\n    (" + RecordedSeries.TOTAL)
          .append(BurnWindow.name(window.longer()))
          .append(selector)
          .append(" >= ")
          .append(minEvents)
          .append(')');
    }
    expr.append("\n)");
  }

  private static void budgets(RuleText out, Objective objective) {
    for (double left : objective.alerts().budgets()) {
      boolean end = left <= 0;
      Map<String, String> labels =
          labels(objective, Map.of("severity", end ? "critical" : "warning"));
      labels.put("budget_left", Attainment.percent(left) + "%");
      Map<String, String> annotations = annotations(objective, Map.of());
      annotations.putIfAbsent(
          "summary",
          "{{ $labels.sloth_service }} {{ $labels.sloth_slo }} has {{ $value | humanizePercentage }}"
              + " of its error budget left");
      out.alert(
          end ? "ErrorBudgetExhausted" : "ErrorBudgetLow",
          RecordedSeries.REMAINING + selector(objective) + " < " + number(left),
          "",
          labels,
          annotations);
    }
  }

  /** As long as a total outage takes to page, and two minutes. */
  private static void absent(RuleText out, Objective objective) {
    Duration hold = BurnWindow.of(objective).get(0).delay(objective.budget()).plusMinutes(2);
    Map<String, String> annotations = annotations(objective, Map.of());
    annotations.putIfAbsent(
        "summary",
        "There is nothing to count for {{ $labels.sloth_service }} {{ $labels.sloth_slo }}");
    out.alert(
        "SLOMetricAbsent",
        RecordedSeries.PRESENT + selector(objective) + " == 0",
        PromDuration.format(Duration.ofSeconds(hold.toSeconds())),
        labels(objective, Map.of("severity", "warning")),
        annotations);
  }

  /** The series of an objective, with those of all its groups. */
  static String selector(Objective objective) {
    return "{sloth_id="
        + RuleText.quoted(objective.id())
        + ", sloth_service="
        + RuleText.quoted(objective.service())
        + ", sloth_slo="
        + RuleText.quoted(objective.name())
        + "}";
  }

  static Map<String, String> labels(Objective objective, Map<String, String> own) {
    Map<String, String> labels = new HashMap<>(Map.of("category", "slo"));
    // As the series have them; here they tell the rules of one name from each other.
    labels.put("sloth_id", objective.id());
    labels.put("sloth_service", objective.service());
    labels.put("sloth_slo", objective.name());
    labels.putAll(objective.alerts().labels());
    labels.putAll(own);
    return labels;
  }

  static Map<String, String> annotations(Objective objective, Map<String, String> own) {
    Map<String, String> annotations = new HashMap<>(objective.alerts().annotations());
    annotations.putAll(own);
    if (!objective.description().isEmpty()) {
      annotations.putIfAbsent("description", RuleText.literal(objective.description()));
    }
    if (!annotations.keySet().stream().anyMatch(Set.of("runbook", "runbook_url")::contains)) {
      annotations.put("runbook_url", DOCS);
    }
    return annotations;
  }

  /** Without the noise of binary fractions: 0.001, not 0.0010000000000000009. */
  static String number(double value) {
    return new BigDecimal(value)
        .setScale(12, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }
}
