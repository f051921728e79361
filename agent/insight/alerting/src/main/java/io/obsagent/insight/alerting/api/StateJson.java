// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import io.obsagent.insight.alerting.rules.ActiveAlert;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleGroup;
import io.obsagent.insight.alerting.rules.RuleStatus;
import io.obsagent.insight.alerting.rules.Rules;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.GoFloat;
import io.obsagent.spi.http.JsonWriter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules and alerts in the shapes of Prometheus' API. */
final class StateJson {
  private StateJson() {}

  /**
   * @param type {@code alert}, {@code record} or empty for both
   */
  static void rules(JsonWriter out, Rules rules, String type) {
    if (!type.isEmpty() && !type.equals("alert") && !type.equals("record")) {
      throw ApiException.badData(
          "invalid parameter \"type\": not supported value \"" + type + "\"");
    }
    Map<RuleGroup, List<RuleStatus>> byGroup = new IdentityHashMap<>();
    Set<RuleGroup> order = new LinkedHashSet<>();
    for (RuleStatus rule : rules.statuses()) {
      order.add(rule.group());
      byGroup.computeIfAbsent(rule.group(), group -> new ArrayList<>()).add(rule);
    }
    out.object().name("groups").array();
    for (RuleGroup group : order) {
      double interval = rules.interval(group).toMillis() / 1000.0;
      group(out, group, interval, byGroup.getOrDefault(group, List.of()), type);
    }
    out.end().end();
  }

  private static void group(
      JsonWriter out, RuleGroup group, double interval, List<RuleStatus> rules, String type) {
    out.object().field("name", group.name()).field("file", group.file()).name("rules").array();
    double seconds = 0;
    for (RuleStatus rule : rules) {
      boolean alert = rule.rule() instanceof RuleDefinition.Alerting;
      seconds += rule.evaluationTime().toNanos() / 1e9;
      if (type.isEmpty() || type.equals("alert") == alert) {
        rule(out, rule);
      }
    }
    out.end().field("interval", interval).field("limit", group.limit());
    out.field("evaluationTime", seconds);
    out.field("lastEvaluation", rules.get(0).lastEvaluation().toString()).end();
  }

  static void rule(JsonWriter out, RuleStatus status) {
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
      status.alerts().forEach(alert -> alert(out, alert));
      out.end();
    } else {
      out.field("name", rule.name()).field("query", rule.query());
      Answers.map(out.name("labels"), rule.labels());
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
