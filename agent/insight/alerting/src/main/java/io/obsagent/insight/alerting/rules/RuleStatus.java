// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A rule and how its last evaluation went.
 *
 * @param lastError empty when the rule is well
 * @param lastEvaluation the epoch before the first one
 * @param alerts pending and firing ones; empty for a recording rule
 */
public record RuleStatus(
    RuleGroup group,
    RuleDefinition rule,
    boolean enabled,
    Health health,
    String lastError,
    Instant lastEvaluation,
    Duration evaluationTime,
    List<ActiveAlert> alerts) {
  /** Whether a rule can be evaluated. */
  public enum Health {
    UNKNOWN("unknown"),
    OK("ok"),
    ERROR("err");

    private final String text;

    Health(String text) {
      this.text = text;
    }

    /** As Prometheus writes it. */
    public String text() {
      return text;
    }
  }

  public RuleStatus {
    alerts = List.copyOf(alerts);
  }

  /** {@code firing}, {@code pending} or {@code inactive}: the worst of its alerts. */
  public ActiveAlert.State state() {
    ActiveAlert.State worst = ActiveAlert.State.INACTIVE;
    for (ActiveAlert alert : alerts) {
      if (alert.state().compareTo(worst) > 0) {
        worst = alert.state();
      }
    }
    return worst;
  }
}
