// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.promql.Expr;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One rule as it was written, parsed. Immutable. */
public sealed interface RuleDefinition {
  /** The alert's name, or the name of the recorded series. */
  String name();

  /** The expression as the file has it. */
  String query();

  Expr expr();

  /** The rule's own labels over those of its group; templates in an alert. */
  Map<String, String> labels();

  /** {@code file:line} where the rule begins. */
  String place();

  /** A rule that writes its result as a series. */
  record Recording(String name, String query, Expr expr, Map<String, String> labels, String place)
      implements RuleDefinition {
    public Recording {
      labels = ordered(labels);
    }
  }

  /**
   * A rule whose result is alerts.
   *
   * @param hold how long an alert is pending before it fires ({@code for})
   * @param keepFiring how long it goes on firing after its last match ({@code keep_firing_for})
   */
  record Alerting(
      String name,
      String query,
      Expr expr,
      Duration hold,
      Duration keepFiring,
      Map<String, String> labels,
      Map<String, String> annotations,
      String place)
      implements RuleDefinition {
    public Alerting {
      labels = ordered(labels);
      annotations = ordered(annotations);
    }
  }

  private static Map<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
