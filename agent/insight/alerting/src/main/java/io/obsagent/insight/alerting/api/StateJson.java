// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.insight.alerting.rules.ActiveAlert;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleGroup;
import io.obsagent.insight.alerting.rules.RuleStatus;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.GoFloat;
import io.obsagent.spi.http.JsonWriter;

/** Rules and alerts in the shapes of Prometheus' API. */
final class StateJson {
  private StateJson() {}

  static void rules(JsonWriter out, Rules rules, RulesQuery query) {
    RulesQuery.Page page = query.page(rules.statuses());
    out.object().name("groups").array();
    for (RulesQuery.Found found : page.groups()) {
      group(out, found, rules.interval(found.group()).toMillis() / 1000.0, query.withAlerts());
    }
    out.end();
    if (!page.nextToken().isEmpty()) {
      out.field("groupNextToken", page.nextToken());
    }
    out.end();
  }

  private static void group(
      JsonWriter out, RulesQuery.Found found, double interval, boolean withAlerts) {
    RuleGroup group = found.group();
    out.object().field("name", group.name()).field("file", group.file()).name("rules").array();
    double seconds = 0;
    for (RuleStatus rule : found.rules()) {
      seconds += rule.evaluationTime().toNanos() / 1e9;
      rule(out, rule, withAlerts);
    }
    out.end().field("interval", interval).field("limit", group.limit());
    out.field("evaluationTime", seconds);
    out.field("lastEvaluation", found.rules().get(0).lastEvaluation().toString()).end();
  }

  static void rule(JsonWriter out, RuleStatus status, boolean withAlerts) {
    RuleDefinition rule = status.rule();
    out.object();
    if (rule instanceof RuleDefinition.Alerting alertRule) {
      out.field("state", status.state().text());
      out.field("name", rule.name()).field("query", rule.query());
      out.field("duration", alertRule.hold().toMillis() / 1000.0);
      out.field("keepFiringFor", alertRule.keepFiring().toMillis() / 1000.0);
      Answers.map(out.name("labels"), rule.labels());
      Answers.map(out.name("annotations"), alertRule.annotations());
      out.name("alerts").array();
      if (withAlerts) {
        status.alerts().forEach(alert -> alert(out, alert));
      }
      out.end();
    } else {
      out.field("name", rule.name()).field("query", rule.query());
      if (!rule.labels().isEmpty()) {
        Answers.map(out.name("labels"), rule.labels());
      }
    }
    out.field("health", status.health().text());
    if (!status.lastError().isEmpty()) {
      out.field("lastError", status.lastError());
    }
    out.field("evaluationTime", status.evaluationTime().toNanos() / 1e9);
    out.field("lastEvaluation", status.lastEvaluation().toString());
    out.field("type", rule instanceof RuleDefinition.Alerting ? "alerting" : "recording");
    if (!status.enabled()) {
      out.field("enabled", false);
    }
    out.end();
  }

  static void alerts(JsonWriter out, Rules rules) {
    out.object().name("alerts").array();
    rules.alerts().forEach(alert -> alert(out, alert));
    out.end().end();
  }

  private static void alert(JsonWriter out, ActiveAlert alert) {
    out.object();
    fields(out, alert);
    out.end();
  }

  /** All that Prometheus tells of an alert, into an object that is open. */
  static void fields(JsonWriter out, ActiveAlert alert) {
    Answers.map(out.name("labels"), alert.labels().toMap());
    Answers.map(out.name("annotations"), alert.annotations());
    out.field("state", alert.state().text()).field("activeAt", alert.activeAt().toString());
    if (alert.keepFiringSince() != null) {
      out.field("keepFiringSince", alert.keepFiringSince().toString());
    }
    out.field("value", GoFloat.exponent(alert.value()));
  }
}
