// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.FeatureFlags;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.template.Template;
import io.obsagent.insight.template.TemplateException;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlDocument;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlFaults;
import io.obsagent.yaml.YamlMap;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads rule files: Prometheus' own ({@code groups:}), the list form ({@code rules:} or {@code
 * alerting.rules:}) and the map form ({@code alert_rules:}). A rule that is wrong is reported and
 * left out; the others count.
 */
public final class RuleFileReader {
  private static final List<String> GROUP_KEYS =
      List.of("name", "interval", "query_offset", "limit", "labels", "rules");
  private static final List<String> RULE_KEYS =
      List.of("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations");
  private static final String TEMPLATE_PREFIX =
      "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
          + "{{$externalURL := .ExternalURL}}{{$value := .Value}}";

  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Set<String> groupNames = new HashSet<>();

  /** Whether templates are parsed to see whether they are right. */
  private final boolean checksTemplates;

  private RuleFileReader(boolean checksTemplates) {
    this.checksTemplates = checksTemplates;
  }

  /**
   * @throws IOException if the file cannot be read
   */
  public static RuleFile read(Path path) throws IOException {
    try {
      return read(YamlReader.read(path), true);
    } catch (YamlException e) {
      return new RuleFile(List.of(), e.problems());
    }
  }

  /**
   * @param file the name for messages and the group's {@code file}
   */
  public static RuleFile read(String file, String text) {
    try {
      return read(YamlReader.read(file, text), true);
    } catch (YamlException e) {
      return new RuleFile(List.of(), e.problems());
    }
  }

  /** Reads rules whose templates are known to be right, without parsing these. */
  static RuleFile readChecked(YamlDocument document) {
    return read(document, false);
  }

  /**
   * Rules in a short form that stand somewhere in a larger file.
   *
   * @param node a list of rules, or rules by their names
   */
  public static RuleFile readShort(ConfigNode node) {
    RuleFileReader reader = new RuleFileReader(true);
    ShortRules rules = new ShortRules(reader.errors);
    try {
      rules.add(node, reader.warnings);
    } catch (YamlException e) {
      reader.errors.addAll(e.problems());
    }
    return new RuleFile(rules.groups(), reader.errors, reader.warnings);
  }

  private static RuleFile read(YamlDocument document, boolean checksTemplates) {
    RuleFileReader reader = new RuleFileReader(checksTemplates);
    List<RuleGroup> groups = new ArrayList<>();
    reader.errors.addAll(document.faults());
    try {
      YamlMap root = YamlMap.of(document, reader.warnings);
      root.allowOnly(
          "a rule file", List.of("groups", "namespace", "rules", "alerting", "alert_rules"));
      for (YamlMap group : root.mapsAmong("groups", reader.errors::add)) {
        reader.group(group, groups);
      }
      ShortRules rules = new ShortRules(reader.errors);
      rules.addAll(root);
      groups.addAll(rules.groups());
    } catch (YamlException e) {
      reader.errors.addAll(e.problems());
    }
    return new RuleFile(groups, reader.errors, reader.warnings);
  }

  private void group(YamlMap group, List<RuleGroup> groups) {
    try {
      group.allowOnly("a rule group", GROUP_KEYS);
      String name = group.text("name");
      if (name.isEmpty()) {
        throw new YamlException(group.place() + ": Groupname must not be empty");
      }
      if (!groupNames.add(name)) {
        throw new YamlException(
            (group.place() + ": groupname: \"" + name) + "\" is repeated in the same file");
      }
      Map<String, String> labels = group.textMap("labels");
      checkLabels(group.place("labels") + ": group '" + name + "': ", labels);
      List<RuleDefinition> rules = new ArrayList<>();
      for (YamlMap rule : group.mapsAmong("rules", errors::add)) {
        rule(rule, labels, rules);
      }
      groups.add(
          new RuleGroup(
              name,
              group.file(),
              group.has("interval") ? duration(group, "interval", "group '" + name + "'") : null,
              limit(group),
              duration(group, "query_offset", "group '" + name + "'"),
              rules));
    } catch (YamlException e) {
      errors.addAll(e.problems());
    }
  }

  private static int limit(YamlMap group) throws YamlException {
    try {
      return group.has("limit") ? Integer.parseInt(group.text("limit")) : 0;
    } catch (NumberFormatException e) {
      throw new YamlException(group.place("limit") + ": 'limit' must be a whole number");
    }
  }

  private static Duration duration(YamlMap map, String key, String what) throws YamlException {
    if (!map.has(key)) {
      return Duration.ZERO;
    }
    try {
      return PromDuration.parse(map.text(key));
    } catch (IllegalArgumentException e) {
      throw new YamlException(map.place(key) + ": " + what + ": " + e.getMessage());
    }
  }

  private void rule(YamlMap rule, Map<String, String> groupLabels, List<RuleDefinition> rules) {
    try {
      String alert = rule.text("alert");
      String record = rule.text("record");
      String what = "rule '" + (alert.isEmpty() ? record : alert) + "'";
      YamlFaults faults = new YamlFaults();
      try {
        rule.allowOnly(what, RULE_KEYS);
      } catch (YamlException e) {
        faults.add(e);
      }
      if (alert.isEmpty() == record.isEmpty()) {
        String which = alert.isEmpty() ? "one of" : "only one of";
        throw new YamlException(
            (rule.place() + ": " + what + ": ") + which + " 'record' and 'alert' must be set");
      }
      String query = faults.text(rule, "expr");
      // One that is missing may be one that is misspelt, which is told already.
      boolean misspelt = !faults.isEmpty() && !rule.has("expr");
      Expr expr = misspelt ? ShortRules.NOTHING : expression(rule, what, query, faults);
      for (String needed : FeatureFlags.neededBy(expr)) {
        warnings.add(rule.place("expr") + ": " + what + ": " + needed);
      }
      Map<String, String> labels = new LinkedHashMap<>(groupLabels);
      labels.putAll(faults.textMap(rule, "labels"));
      try {
        checkLabels(rule.place("labels") + ": " + what + ": ", labels);
      } catch (YamlException e) {
        faults.add(e);
      }
      rules.add(
          alert.isEmpty()
              ? recording(rule, what, record, query, expr, labels, faults)
              : alerting(rule, what, alert, query, expr, labels, faults));
    } catch (YamlException e) {
      errors.addAll(e.problems());
    }
  }

  private static RuleDefinition recording(
      YamlMap rule,
      String what,
      String name,
      String query,
      Expr expr,
      Map<String, String> labels,
      YamlFaults faults)
      throws YamlException {
    for (String key : List.of("for", "keep_firing_for", "annotations")) {
      if (rule.has(key)) {
        faults.add(
            new YamlException(
                (rule.place(key) + ": " + what + ": ")
                    + ("invalid field '" + key + "' in recording rule")));
      }
    }
    faults.end();
    return new RuleDefinition.Recording(name, query, expr, labels, rule.place());
  }

  private RuleDefinition alerting(
      YamlMap rule,
      String what,
      String name,
      String query,
      Expr expr,
      Map<String, String> labels,
      YamlFaults faults)
      throws YamlException {
    Map<String, String> annotations = faults.textMap(rule, "annotations");
    if (checksTemplates) {
      checkTemplates(rule.place("labels") + ": " + what + ": ", "label", labels, faults);
      checkTemplates(
          rule.place("annotations") + ": " + what + ": ", "annotation", annotations, faults);
    }
    Duration pending = duration(rule, "for", what, faults);
    Duration kept = duration(rule, "keep_firing_for", what, faults);
    faults.end();
    return new RuleDefinition.Alerting(
        name, query, expr, pending, kept, labels, annotations, rule.place());
  }

  private static Duration duration(YamlMap rule, String key, String what, YamlFaults faults) {
    try {
      return duration(rule, key, what);
    } catch (YamlException e) {
      faults.add(e);
      return Duration.ZERO;
    }
  }

  private static Expr expression(YamlMap rule, String what, String query, YamlFaults faults) {
    try {
      return expression(rule.place("expr") + ": " + what + ": ", query);
    } catch (YamlException e) {
      faults.add(e);
      return ShortRules.NOTHING;
    }
  }

  static Expr expression(String place, String query) throws YamlException {
    if (query.isEmpty()) {
      throw new YamlException(place + "field 'expr' must be set in rule");
    }
    try {
      return PromqlParser.parse(query);
    } catch (PromqlException e) {
      throw new YamlException(place + "could not parse expression: " + e.getMessage());
    }
  }

  private static void checkLabels(String place, Map<String, String> labels) throws YamlException {
    for (String name : labels.keySet()) {
      if (name.isEmpty() || name.equals("__name__")) {
        throw new YamlException(place + "invalid label name: " + name);
      }
    }
  }

  private static void checkTemplates(
      String place, String what, Map<String, String> texts, YamlFaults faults) {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      try {
        Template.parse(text.getKey(), TEMPLATE_PREFIX + text.getValue());
      } catch (TemplateException e) {
        faults.add(new YamlException(place + what + " '" + text.getKey() + "': " + e.getMessage()));
      }
    }
  }
}
