// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlFaults;
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

  /** Stands for an expression that is wrong. */
  static final Expr NOTHING = PromqlParser.parse("0");

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
    addList(root.mapsAmong("rules", errors::add));
    YamlMap alerting = root.map("alerting");
    if (alerting != null) {
      alerting.allowOnly("'alerting'", List.of("rules"));
      addList(alerting.mapsAmong("rules", errors::add));
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
      addList(YamlMap.mapsAmong("the rules", node, warnings, errors::add));
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
    String what = ": rule '" + name + "': ";
    YamlFaults faults = new YamlFaults();
    faults.check(() -> rule.allowOnly("rule '" + name + "'", KEYS));
    // A key that is missing may be one that is misspelt, which is told already.
    boolean misspelt = !faults.isEmpty();
    if (name.isEmpty()) {
      faults.check(
          () -> {
            throw new YamlException(rule.place() + what + "'name' must be set");
          });
    }
    String operator = faults.read(">", () -> operator(rule, what));
    String threshold =
        misspelt && !rule.has("threshold") ? "0" : faults.read("0", () -> number(rule, what));
    String metric =
        misspelt && !rule.has("metric") ? "up" : faults.read("up", () -> metric(rule, what));
    String query = metric + " " + operator + " " + threshold;
    Expr expr =
        faults.read(NOTHING, () -> RuleFileReader.expression(rule.place("metric") + what, query));
    Duration duration = faults.read(Duration.ZERO, () -> duration(rule, what));
    Map<String, String> labels = faults.read(Map.of(), () -> labels(rule));
    Map<String, String> annotations = faults.read(Map.of(), () -> annotations(rule));
    faults.end();
    return new RuleDefinition.Alerting(
        name, query, expr, duration, Duration.ZERO, labels, annotations, rule.place());
  }

  private static String condition(YamlMap rule) throws YamlException {
    return rule.has("condition") ? rule.text("condition") : "greater_than";
  }

  private static String operator(YamlMap rule, String what) throws YamlException {
    String condition = condition(rule);
    String operator = CONDITIONS.get(condition);
    if (operator == null) {
      throw new YamlException(
          (rule.place("condition") + what + "unknown condition '" + condition)
              + ("'; known are "
                  + String.join(", ", CONDITIONS.keySet().stream().sorted().toList())));
    }
    return operator;
  }

  /** A metric of the sources may be written with dots; anything else is an expression. */
  private static String metric(YamlMap rule, String what) throws YamlException {
    String metric = rule.text("metric");
    if (metric.isBlank()) {
      throw new YamlException(rule.place("metric") + what + "'metric' must be set");
    }
    boolean plain =
        metric.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_:.".indexOf(c) >= 0);
    return plain ? metric.replace('.', '_') : "(" + metric + ")";
  }

  private static String number(YamlMap rule, String what) throws YamlException {
    String threshold = rule.text("threshold");
    try {
      Double.parseDouble(threshold);
      return threshold;
    } catch (NumberFormatException e) {
      throw new YamlException(
          (rule.place("threshold") + what + "threshold must be a number, not '")
              + (threshold + "'"));
    }
  }

  private static Duration duration(YamlMap rule, String what) throws YamlException {
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
      throw new YamlException(rule.place("duration") + what + e.getMessage());
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

  private static Map<String, String> annotations(YamlMap rule) throws YamlException {
    String condition = condition(rule).replace('_', ' ') + " " + rule.text("threshold");
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
