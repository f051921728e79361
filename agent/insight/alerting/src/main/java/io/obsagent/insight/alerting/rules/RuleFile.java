// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.util.List;

/**
 * What a rule file held.
 *
 * @param groups those that can be evaluated, without the rules that can't
 * @param errors one line for each rule or group that is wrong: {@code rules.yml:14: rule 'X': …}
 */
public record RuleFile(List<RuleGroup> groups, List<String> errors) {
  public RuleFile {
    groups = List.copyOf(groups);
    errors = List.copyOf(errors);
  }

  public int rules() {
    return groups.stream().mapToInt(group -> group.rules().size()).sum();
  }
}
