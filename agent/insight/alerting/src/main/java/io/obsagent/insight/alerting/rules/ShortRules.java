// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The short forms of alert rules, compiled to PromQL:
 *
 * <pre>
 * rules:                                  alert_rules:
 *   - name: high_cpu_usage                  high_cpu_usage:
 *     metric: cpu_usage_percent               metric: cpu_usage_percent
 *     condition: greater_than                 threshold: 85
 *     threshold: 80                           duration: 5m
 *     duration: 300000   # milliseconds       severity: warning
 *     severity: warning                       channels: [email, slack]
 * </pre>
 */
final class ShortRules {
  private static final List<String> KEYS =
      List.of(
          "name",
          "metric",
          "condition",
          "threshold",
          "duration",
          "severity",
          "channels",
          "summary",
          "description",
          "runbook_url");
  private static final Map<String, String> CONDITIONS =
      Map.of(
          "greater_than", ">",
          "less_than", "<",
          "equals", "==",
          "not_equals", "!=",
          "greater_or_equal", ">=",
          "less_or_equal", "<=");

  private final List<RuleDefinition> rules = new ArrayList<>();
  private final List<String> errors;
  private String file = "";

  /**
   * @param errors takes a line for each rule that is wrong
   */
  ShortRules(List<String> errors) {
    this.errors = errors;
  }

  /** All that were added, as one group, or none. */
  List<RuleGroup> groups() {
    return rules.isEmpty()
        ? List.of()
        : List.of(new RuleGroup("short-rules", file, null, 0, Duration.ZERO, rules));
  }

  /** The rules of a rule file. */
  void addAll(YamlMap root) throws YamlException {
    addList(root.maps("rules"));
    YamlMap alerting = root.map("alerting");
    if (alerting != null) {
      alerting.allowOnly("'alerting'", List.of("rules"));
      addList(alerting.maps("rules"));
    }
    YamlMap named = root.map("alert_rules");
    if (named != null) {
      addNamed(named);
    }
  }

  /** A list of rules, or rules by their names. */
  void add(ConfigNode node, List<String> warnings) throws YamlException {
    if (node instanceof ConfigNode.Mapping named) {
      addNamed(YamlMap.of(named, warnings));
    } else {
      addList(YamlMap.maps("the list of rules", node, warnings));
    }
  }

  private void addList(List<YamlMap> list) {
    list.forEach(rule -> add(rule, ""));
  }

  private void addNamed(YamlMap named) {
    for (String name : named.keys()) {
      try {
        YamlMap rule = named.map(name);
        if (rule == null) {
          throw named.error(name, "rule '" + name + "' is empty");
        }
        add(rule, name);
      } catch (YamlException e) {
        errors.addAll(e.problems());
      }
    }
  }

  private void add(YamlMap rule, String key) {
    file = rule.file();
    try {
      RuleDefinition compiled = compile(rule, key);
      for (RuleDefinition before : rules) {
        if (before.name().equals(compiled.name())) {
          throw new YamlException(
              rule.place() + ": rule '" + compiled.name() + "' is given twice; the first counts");
        }
      }
      rules.add(compiled);
    } catch (YamlException e) {
      errors.addAll(e.problems());
    }
  }

  private static RuleDefinition compile(YamlMap rule, String key) throws YamlException {
    String name = key.isEmpty() ? rule.text("name") : key;
    String place = rule.place() + ": rule '" + name + "': ";
    rule.allowOnly("rule '" + name + "'", KEYS);
    if (name.isEmpty()) {
      throw new YamlException(place + "'name' must be set");
    }
    String condition = rule.has("condition") ? rule.text("condition") : "greater_than";
    String operator = CONDITIONS.get(condition);
    if (operator == null) {
      throw new YamlException(
          (rule.place("condition") + ": rule '" + name + "': unknown condition '" + condition)
              + ("'; known are "
                  + String.join(", ", CONDITIONS.keySet().stream().sorted().toList())));
    }
    String metric = metric(rule.text("metric"));
    String threshold = rule.text("threshold");
    String query = metric + " " + operator + " " + number(rule, name, threshold);
    Expr expr = RuleFileReader.expression(rule.place("metric") + ": rule '" + name + "': ", query);
    return new RuleDefinition.Alerting(
        name,
        query,
        expr,
        duration(rule, name),
        Duration.ZERO,
        labels(rule),
        annotations(rule, condition.replace('_', ' ') + " " + threshold),
        rule.place());
  }

  /** A metric of the sources may be written with dots; anything else is an expression. */
  private static String metric(String metric) {
    boolean plain =
        metric.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_:.".indexOf(c) >= 0);
    return plain ? metric.replace('.', '_') : "(" + metric + ")";
  }

  private static String number(YamlMap rule, String name, String threshold) throws YamlException {
    try {
      Double.parseDouble(threshold);
      return threshold;
    } catch (NumberFormatException e) {
      throw new YamlException(
          (rule.place("threshold") + ": rule '" + name + "': threshold must be a number, not '")
              + (threshold + "'"));
    }
  }

  private static Duration duration(YamlMap rule, String name) throws YamlException {
    String text = rule.text("duration");
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    if (text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 15) {
      return Duration.ofMillis(Long.parseLong(text));
    }
    try {
      return PromDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new YamlException(rule.place("duration") + ": rule '" + name + "': " + e.getMessage());
    }
  }

  private static Map<String, String> labels(YamlMap rule) throws YamlException {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("severity", rule.has("severity") ? rule.text("severity") : "warning");
    if (rule.has("channels")) {
      labels.put("channels", String.join(",", rule.texts("channels")));
    }
    return labels;
  }

  private static Map<String, String> annotations(YamlMap rule, String condition)
      throws YamlException {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(
        "summary",
        rule.has("summary")
            ? rule.text("summary")
            : rule.text("metric") + " is {{ $value | humanize }}, " + condition);
    for (String key : List.of("description", "runbook_url")) {
      if (rule.has(key)) {
        annotations.put(key, rule.text(key));
      }
    }
    return annotations;
  }
}
