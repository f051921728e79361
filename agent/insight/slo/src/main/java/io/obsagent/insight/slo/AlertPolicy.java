// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

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
 */
record AlertPolicy(
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    Severity page,
    Severity ticket,
    List<Double> budgets,
    boolean absent) {
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

  AlertPolicy {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    budgets = List.copyOf(budgets);
  }

  static AlertPolicy none() {
    Severity off = new Severity(false, Map.of(), Map.of());
    return new AlertPolicy(NAME, Map.of(), Map.of(), off, off, List.of(), false);
  }
}
