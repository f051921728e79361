// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.rules.RuleFile;
import io.obsagent.insight.alerting.rules.RuleFileReader;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

  private static final RuleFile NO_RULES = new RuleFile(List.of(), List.of());

  static final Section<RuleFile> RULES =
      rules(
          "alerting.rules",
          "Alert rules in the short form.",
          "- name: high_cpu_usage\n  metric: cpu_usage_percent\n  condition: greater_than\n"
              + "  threshold: 85\n  duration: 5m\n  severity: warning\n");

  static final Section<RuleFile> NAMED_RULES =
      rules(
          "alert_rules",
          "Alert rules in the short form, by their names.",
          "high_cpu_usage:\n  metric: cpu_usage_percent\n  threshold: 85\n  duration: 5m\n");

  static final Section<Optional<NotifyConfig>> CHANNELS =
      new Section<>(
          "alerting.channels",
          "Where alerts are sent: email, slack, pagerduty, opsgenie, webhook.",
          "slack:\n  enabled: true\n  webhook_url_env: SLACK_WEBHOOK_URL\n",
          true,
          Optional.empty(),
          (node, problems) ->
              Optional.of(NotifyConfig.ofChannels(System.getenv(), node, problems)));

  static final List<Section<?>> SECTIONS = List.of(RULES, NAMED_RULES, CHANNELS);

  private AlertingOptions() {}

  private static Section<RuleFile> rules(String key, String description, String example) {
    return new Section<>(key, description, example, true, NO_RULES, AlertingOptions::parseRules);
  }

  private static RuleFile parseRules(ConfigNode node, Consumer<String> problems) {
    RuleFile read = RuleFileReader.readShort(node);
    read.errors().forEach(problems);
    return read;
  }
}
