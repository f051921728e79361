// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which alerts an objective has. Immutable.
 *
 * @param name of the alerts on burn rates
 * @param labels of all its alerts
 * @param annotations of all its alerts
 * @param page for what must be seen to now
 * @param ticket for what can wait for the day
 * @param budgets shares of the budget below which it is told; 0 is the end
 * @param absent whether it is told that nothing can be counted
 * @param conditions alerts by one window each, as OpenSLO's policies have them
 */
record AlertPolicy(
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    Severity page,
    Severity ticket,
    List<Double> budgets,
    boolean absent,
    List<Condition> conditions) {
  /**
   * One of the two urgencies.
   *
   * @param enabled whether there is such an alert
   */
  record Severity(boolean enabled, Map<String, String> labels, Map<String, String> annotations) {
    Severity {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    static Severity on(String severity) {
      return new Severity(true, Map.of("severity", severity), Map.of());
    }
  }

  /**
   * An alert while the budget burns faster than a factor over one window.
   *
   * @param name of the alert
   * @param condition what it is called among others of that name
   * @param operator {@code >} or {@code >=}
   * @param breaching whether there is an alert while the budget burns that fast
   * @param noData whether there is one while nothing can be counted
   * @param after how long either has to last
   */
  record Condition(
      String name,
      String condition,
      String severity,
      String description,
      String operator,
      double threshold,
      Duration lookback,
      Duration after,
      boolean breaching,
      boolean noData) {}

  static final String NAME = "ErrorBudgetBurn";
  static final AlertPolicy DEFAULT =
      new AlertPolicy(
          NAME,
          Map.of(),
          Map.of(),
          Severity.on("critical"),
          Severity.on("warning"),
          List.of(0.25, 0.0),
          true);

  AlertPolicy(
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      Severity page,
      Severity ticket,
      List<Double> budgets,
      boolean absent) {
    this(name, labels, annotations, page, ticket, budgets, absent, List.of());
  }

  AlertPolicy {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    budgets = List.copyOf(budgets);
    conditions = List.copyOf(conditions);
  }

  static AlertPolicy none() {
    return only(List.of());
  }

  /** No alerts but these. */
  static AlertPolicy only(List<Condition> conditions) {
    Severity off = new Severity(false, Map.of(), Map.of());
    return new AlertPolicy(NAME, Map.of(), Map.of(), off, off, List.of(), false, conditions);
  }
}
