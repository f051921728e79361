// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.obsagent.insight.alerting.rules.ActiveAlert;
import io.obsagent.insight.alerting.rules.Alerting;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleGroup;
import io.obsagent.insight.alerting.rules.RuleStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules and alerts in the shapes of Prometheus' API. */
final class StateJson {
  private final Alerting alerting;

  StateJson(Alerting alerting) {
    this.alerting = alerting;
  }

  /**
   * @param type {@code alert}, {@code record} or empty for both
   */
  void rules(JsonGenerator out, String type) throws IOException {
    if (!type.isEmpty() && !type.equals("alert") && !type.equals("record")) {
      throw ApiException.badData(
          "invalid parameter \"type\": not supported value \"" + type + "\"");
    }
    Map<RuleGroup, List<RuleStatus>> byGroup = new IdentityHashMap<>();
    Set<RuleGroup> order = new LinkedHashSet<>();
    for (RuleStatus rule : alerting.rules()) {
      order.add(rule.group());
      byGroup.computeIfAbsent(rule.group(), group -> new ArrayList<>()).add(rule);
    }
    out.writeStartObject();
    out.writeArrayFieldStart("groups");
    for (RuleGroup group : order) {
      group(out, group, byGroup.getOrDefault(group, List.of()), type);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void group(JsonGenerator out, RuleGroup group, List<RuleStatus> rules, String type)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("name", group.name());
    out.writeStringField("file", group.file());
    out.writeArrayFieldStart("rules");
    double seconds = 0;
    for (RuleStatus rule : rules) {
      boolean alert = rule.rule() instanceof RuleDefinition.Alerting;
      seconds += rule.evaluationTime().toNanos() / 1e9;
      if (type.isEmpty() || type.equals("alert") == alert) {
        rule(out, rule);
      }
    }
    out.writeEndArray();
    out.writeNumberField("interval", alerting.interval(group).toMillis() / 1000.0);
    out.writeNumberField("limit", group.limit());
    out.writeNumberField("evaluationTime", seconds);
    out.writeStringField("lastEvaluation", rules.get(0).lastEvaluation().toString());
    out.writeEndObject();
  }

  void rule(JsonGenerator out, RuleStatus status) throws IOException {
    RuleDefinition rule = status.rule();
    out.writeStartObject();
    if (rule instanceof RuleDefinition.Alerting alertRule) {
      out.writeStringField("state", status.state().text());
      out.writeStringField("name", rule.name());
      out.writeStringField("query", rule.query());
      out.writeNumberField("duration", alertRule.hold().toMillis() / 1000.0);
      out.writeNumberField("keepFiringFor", alertRule.keepFiring().toMillis() / 1000.0);
      Json.map(out, "labels", rule.labels());
      Json.map(out, "annotations", alertRule.annotations());
      out.writeArrayFieldStart("alerts");
      for (ActiveAlert alert : status.alerts()) {
        alert(out, alert);
      }
      out.writeEndArray();
    } else {
      out.writeStringField("name", rule.name());
      out.writeStringField("query", rule.query());
      Json.map(out, "labels", rule.labels());
    }
    out.writeStringField("health", status.health().text());
    if (!status.lastError().isEmpty()) {
      out.writeStringField("lastError", status.lastError());
    }
    out.writeNumberField("evaluationTime", status.evaluationTime().toNanos() / 1e9);
    out.writeStringField("lastEvaluation", status.lastEvaluation().toString());
    out.writeStringField(
        "type", rule instanceof RuleDefinition.Alerting ? "alerting" : "recording");
    if (!status.enabled()) {
      out.writeBooleanField("enabled", false);
    }
    out.writeEndObject();
  }

  void alerts(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("alerts");
    for (ActiveAlert alert : alerting.alerts()) {
      alert(out, alert);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void alert(JsonGenerator out, ActiveAlert alert) throws IOException {
    out.writeStartObject();
    Json.map(out, "labels", alert.labels().toMap());
    Json.map(out, "annotations", alert.annotations());
    out.writeStringField("state", alert.state().text());
    out.writeStringField("activeAt", alert.activeAt().toString());
    if (alert.keepFiringSince() != null) {
      out.writeStringField("keepFiringSince", alert.keepFiringSince().toString());
    }
    out.writeStringField("value", GoFloat.exponent(alert.value()));
    out.writeEndObject();
  }
}
