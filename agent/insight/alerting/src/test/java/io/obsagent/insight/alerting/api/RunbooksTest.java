// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alerting.rules.BuiltinRules;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleGroup;
import org.junit.jupiter.api.Test;

class RunbooksTest {
  @Test
  void everyBuiltInAlertHasOneInTheJar() {
    for (RuleGroup group : BuiltinRules.groups()) {
      for (RuleDefinition rule : group.rules()) {
        if (rule instanceof RuleDefinition.Alerting) {
          assertThat(Runbooks.section(rule.name())).as(rule.name()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void aStepIsALineWithoutMarks() {
    assertThat(Runbooks.section("AIServiceDown"))
        .isEqualTo(
            "As ServiceDown, for the job `ai-service`.\n1. Take the steps of ServiceDown.\n"
                + "2. Tell those who depend on it; their calls fail or wait.");
    assertThat(Runbooks.section("Unheard")).isEmpty();
  }
}
