// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.http.JsonWriter;
import java.util.List;

/** Options of alerting, and the parts of the configuration file that it reads as they stand. */
final class AlertingOptions {
  static final Option<Boolean> BUILTIN_RULES =
      Option.flag("alerting.builtin-rules", true, "Whether the agent's own rules are evaluated.");

  static final Option<String> RULE_FILES =
      Option.text(
          "alerting.rule-files",
          "",
          "Rule files in Prometheus' format, separated by commas; * and ? may stand in a file's name."
              + " They are looked at every five seconds.");

  static final Option<String> ALERTMANAGER_FILE =
      Option.text(
          "alerting.alertmanager-file",
          "",
          "Routes, receivers and silences in Alertmanager's format; without it, the channels below"
              + " 'alerting.channels' and those of the environment are used.");

  static final Option<String> EXTERNAL_URL =
      Option.url("alerting.external-url", "Where people reach this agent; for links.");

  static final List<Option<?>> ALL =
      List.of(BUILTIN_RULES, RULE_FILES, ALERTMANAGER_FILE, EXTERNAL_URL);

  /** JSON, which is YAML, of the part as it stands; empty without it. */
  static final Section<String> RULES =
      section(
          "alerting.rules",
          "Alert rules in the short form.",
          "- name: high_cpu_usage\n  metric: cpu_usage_percent\n  condition: greater_than\n"
              + "  threshold: 85\n  duration: 5m\n  severity: warning\n");

  static final Section<String> NAMED_RULES =
      section(
          "alert_rules",
          "Alert rules in the short form, by their names.",
          "high_cpu_usage:\n  metric: cpu_usage_percent\n  threshold: 85\n  duration: 5m\n");

  static final Section<String> CHANNELS =
      section(
          "alerting.channels",
          "Where alerts are sent: email, slack, pagerduty, opsgenie, webhook.",
          "slack:\n  enabled: true\n  webhook_url_env: SLACK_WEBHOOK_URL\n");

  static final List<Section<?>> SECTIONS = List.of(RULES, NAMED_RULES, CHANNELS);

  private AlertingOptions() {}

  private static Section<String> section(String key, String description, String example) {
    return new Section<>(key, description, example, true, "", AlertingOptions::json);
  }

  private static String json(ConfigNode node) {
    JsonWriter json = new JsonWriter();
    write(node, json);
    return json.toString();
  }

  private static void write(ConfigNode node, JsonWriter json) {
    if (node instanceof ConfigNode.Scalar scalar) {
      json.value(scalar.text());
    } else if (node instanceof ConfigNode.Sequence sequence) {
      json.array();
      sequence.items().forEach(item -> write(item, json));
      json.end();
    } else if (node instanceof ConfigNode.Mapping mapping) {
      json.object();
      mapping.entries().forEach((key, value) -> write(value, json.name(key)));
      json.end();
    }
  }
}
