// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The conditions of OpenSLO's alert policies as rules over what is recorded of an objective. */
final class ConditionRules {
  /** Data may be late; that there is none is told after some looks, not after one. */
  private static final Duration LEAST_ABSENT = Duration.ofMinutes(2);

  private ConditionRules() {}

  /**
   * @param minEvents of the window; 0 for a Prometheus, which has no such series
   */
  static void write(RuleText out, Objective objective, int minEvents) {
    for (AlertPolicy.Condition condition : objective.alerts().conditions()) {
      if (condition.breaching()) {
        burn(out, objective, condition, minEvents);
      }
      if (condition.noData()) {
        noData(out, objective, condition, minEvents > 0);
      }
    }
  }

  private static void burn(
      RuleText out, Objective objective, AlertPolicy.Condition condition, int minEvents) {
    String window = BurnWindow.name(condition.lookback());
    String selector = AlertRules.selector(objective);
    String threshold = AlertRules.number(condition.threshold());
    StringBuilder expr =
        new StringBuilder("(")
            .append(RecordedSeries.RATIO + window + selector)
            .append(' ' + condition.operator() + " (" + threshold + " * ")
            .append(AlertRules.number(objective.budget()))
            .append("))");
    if (minEvents > 0) {
      expr.append("\nand\n(")
          .append(RecordedSeries.TOTAL + window + selector)
          .append(" >= " + minEvents + ")");
    }
    write(
        out,
        objective,
        condition,
        expr.toString(),
        condition.after(),
        Map.of(),
        "burns its error budget "
            + threshold
            + " times as fast as it allows, or faster, over "
            + window);
  }

  private static void noData(
      RuleText out, Objective objective, AlertPolicy.Condition condition, boolean recorded) {
    String selector = AlertRules.selector(objective);
    String window = BurnWindow.name(condition.lookback());
    String expr =
        recorded
            ? RecordedSeries.PRESENT + selector + " == 0"
            : "absent(" + RecordedSeries.RATIO + window + selector + ")";
    Duration after =
        condition.after().compareTo(LEAST_ABSENT) < 0 ? LEAST_ABSENT : condition.after();
    Map<String, String> label = Map.of("no_data", "true");
    write(out, objective, condition, expr, after, label, "has nothing to count");
  }

  private static void write(
      RuleText out,
      Objective objective,
      AlertPolicy.Condition condition,
      String expr,
      Duration after,
      Map<String, String> more,
      String summary) {
    Map<String, String> labels = AlertRules.labels(objective, more);
    labels.put("severity", condition.severity());
    labels.put("condition", condition.condition());
    Map<String, String> given = new HashMap<>();
    if (!condition.description().isEmpty()) {
      given.put("description", RuleText.literal(condition.description()));
    }
    Map<String, String> annotations = AlertRules.annotations(objective, given);
    annotations.put("summary", "{{ $labels.sloth_service }} {{ $labels.sloth_slo }} " + summary);
    String hold = after.isZero() ? "" : PromDuration.format(after);
    out.alert(condition.name(), expr, hold, labels, annotations);
  }
}
