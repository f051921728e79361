// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.util.List;

/**
 * What a rule file held.
 *
 * @param groups those that can be evaluated, without the rules that can't
 * @param errors one line for each rule or group that is wrong: {@code rules.yml:14: rule 'X': …}
 * @param warnings one line for each thing that works here but is worth a look
 */
public record RuleFile(List<RuleGroup> groups, List<String> errors, List<String> warnings) {
  public RuleFile {
    groups = List.copyOf(groups);
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  public RuleFile(List<RuleGroup> groups, List<String> errors) {
    this(groups, errors, List.of());
  }

  public int rules() {
    int rules = 0;
    for (RuleGroup group : groups) {
      rules += group.rules().size();
    }
    return rules;
  }
}
