// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alerting.rules.BuiltinRules;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AlertPagesTest {
  private static final String RUNBOOKS = "runbooks.md";

  @Test
  void theTableOfBuiltInAlertsIsWhatTheRulesSay() throws IOException {
    StringBuilder table =
        new StringBuilder("| alert | severity | fires when | for |\n|---|---|---|---|\n");
    for (RuleDefinition.Alerting alert : alerts()) {
      table.append("| [").append(alert.name()).append("](").append(RUNBOOKS).append('#');
      table.append(alert.name().toLowerCase(Locale.ROOT)).append(") | ");
      table.append(alert.labels().get("severity")).append(" | `");
      table.append(alert.query().replace("|", "\\|")).append("` | ");
      table.append(minutes(alert.hold())).append(" |\n");
    }
    Documents.comparePart("alerting.md", "built-in alerts", table.toString());
  }

  @Test
  void theTableOfRecordedSeriesIsWhatTheRulesSay() throws IOException {
    StringBuilder table = new StringBuilder("| series | expression |\n|---|---|\n");
    for (RuleGroup group : BuiltinRules.groups()) {
      for (RuleDefinition rule : group.rules()) {
        if (rule instanceof RuleDefinition.Recording) {
          table.append("| `").append(rule.name()).append("` | `");
          table.append(rule.query().replace("|", "\\|")).append("` |\n");
        }
      }
    }
    Documents.comparePart("alerting.md", "recorded series", table.toString());
  }

  @Test
  void everyBuiltInAlertHasItsSectionAmongTheRunbooks() throws IOException {
    List<String> sections =
        Documents.read(Documents.DIRECTORY.resolve(RUNBOOKS))
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(sections)
        .containsExactlyInAnyOrderElementsOf(
            alerts().stream().map(RuleDefinition.Alerting::name).toList());
  }

  private static List<RuleDefinition.Alerting> alerts() {
    List<RuleDefinition.Alerting> alerts = new ArrayList<>();
    for (RuleGroup group : BuiltinRules.groups()) {
      for (RuleDefinition rule : group.rules()) {
        if (rule instanceof RuleDefinition.Alerting alert) {
          alerts.add(alert);
        }
      }
    }
    return alerts;
  }

  private static String minutes(Duration duration) {
    return duration.isZero() ? "–" : duration.toMinutes() + "m";
  }
}
