// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are evaluated one after the other at one instant.
 *
 * @param file where the group comes from
 * @param interval time between two evaluations, or null for the evaluator's own
 * @param limit the most alerts or series one rule may give, 0 for any number
 * @param queryOffset how far behind the clock expressions are evaluated
 */
public record RuleGroup(
    String name,
    String file,
    @Nullable Duration interval,
    int limit,
    Duration queryOffset,
    List<RuleDefinition> rules) {
  public RuleGroup {
    rules = List.copyOf(rules);
  }
}
