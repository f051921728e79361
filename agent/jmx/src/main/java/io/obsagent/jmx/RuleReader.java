// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jmx;

import io.obsagent.jmx.BeanRule.Label;
import io.obsagent.jmx.BeanRule.Metric;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Reads {@code jmx:} of the file, and the presets, which are written alike. */
final class RuleReader {
  static final List<String> PRESETS =
      List.of("activemq", "cassandra", "hikari", "kafka-client", "tomcat");

  private static final int MAX_RULES = 200;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
  private static final Pattern ANYTHING = Pattern.compile("(?s).*");
  private static final String TOTAL = "_total";

  private RuleReader() {}

  /**
   * @param problems takes what is wrong with single entries, which are left out
   * @throws IllegalArgumentException if the part is no list
   */
  static List<BeanRule> read(ConfigNode node, Consumer<String> problems) {
    if (!(node instanceof ConfigNode.Sequence list)) {
      throw new IllegalArgumentException(
          node.place() + ": 'jmx' takes a list: - preset: tomcat, or - beans: …");
    }
    List<BeanRule> rules = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (ConfigNode item : list.items()) {
      try {
        if (!(item instanceof ConfigNode.Mapping mapping)) {
          throw new YamlException(item.place() + ": an entry has a preset, or beans and metrics");
        }
        YamlMap map = YamlMap.of(mapping, warnings);
        if (map.has("preset")) {
          rules.addAll(preset(map, map.text("preset")));
        } else {
          rules.add(rule(map));
        }
        map.close();
      } catch (YamlException e) {
        e.problems().forEach(problems);
      }
    }
    warnings.forEach(problems);
    if (rules.size() > MAX_RULES) {
      problems.accept(node.place() + ": more than " + MAX_RULES + " entries; the rest is left out");
      return List.copyOf(rules.subList(0, MAX_RULES));
    }
    return List.copyOf(rules);
  }

  private static List<BeanRule> preset(YamlMap map, String name) throws YamlException {
    if (!PRESETS.contains(name)) {
      throw map.error(
          "preset", "there is no preset '" + name + "'; known are " + String.join(", ", PRESETS));
    }
    try (InputStream in = RuleReader.class.getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new YamlException(name + ".yaml is not in the jar");
      }
      List<String> wrong = new ArrayList<>();
      List<BeanRule> rules =
          read(YamlReader.read(name + ".yaml", in.readAllBytes()).root(), wrong::add);
      if (!wrong.isEmpty()) {
        throw new YamlException(wrong);
      }
      return rules;
    } catch (IOException e) {
      throw new YamlException(name + ".yaml cannot be read: " + e.getMessage());
    }
  }

  private static BeanRule rule(YamlMap map) throws YamlException {
    List<ObjectName> beans = new ArrayList<>();
    for (String pattern : map.texts("beans")) {
      try {
        beans.add(new ObjectName(pattern));
      } catch (MalformedObjectNameException e) {
        throw map.error("beans", "'" + pattern + "' is no name of MBeans: " + e.getMessage());
      }
    }
    if (beans.isEmpty()) {
      throw new YamlException(map.place() + ": 'beans' is missing: beans: \"java.nio:type=*,*\"");
    }
    List<Label> labels = new ArrayList<>();
    YamlMap given = map.map("labels");
    if (given != null) {
      for (String name : given.keys()) {
        labels.add(label(given, name));
      }
    }
    List<Metric> metrics = new ArrayList<>();
    for (YamlMap metric : map.maps("metrics")) {
      metrics.add(metric(metric));
      metric.close();
    }
    if (metrics.isEmpty()) {
      throw new YamlException(map.place() + ": 'metrics' is missing");
    }
    return new BeanRule(List.copyOf(beans), List.copyOf(labels), List.copyOf(metrics));
  }

  private static Label label(YamlMap labels, String name) throws YamlException {
    if (!LABEL.matcher(name).matches()) {
      throw labels.error(name, "'" + name + "' is no name of a label");
    }
    if (!labels.isMapping(name)) {
      return new Label(name, labels.text(name), ANYTHING);
    }
    YamlMap map = labels.map(name);
    if (map == null) {
      throw labels.error(name, "'" + name + "' names no property");
    }
    Label label;
    try {
      label =
          new Label(
              name, map.required("property"), Pattern.compile("(?s)" + map.text("pattern", ".*")));
    } catch (PatternSyntaxException e) {
      throw map.error("pattern", "'pattern' is no regular expression: " + e.getDescription());
    }
    map.close();
    return label;
  }

  private static Metric metric(YamlMap map) throws YamlException {
    String name = map.required("name");
    if (!NAME.matcher(name).matches()) {
      throw map.error("name", "'" + name + "' is no name of a metric");
    }
    boolean total = name.endsWith(TOTAL);
    String word = map.text("type", total ? "counter" : "gauge").toLowerCase(Locale.ROOT);
    if (!word.equals("counter") && !word.equals("gauge")) {
      throw map.error("type", "'type' must be counter or gauge, not '" + word + "'");
    }
    if (total != word.equals("counter")) {
      throw map.error("name", "the name of a counter ends in _total, and no other does");
    }
    return new Metric(
        name,
        map.text("help"),
        total ? Type.COUNTER : Type.GAUGE,
        map.required("attribute"),
        map.value("scale", 1.0, RuleReader::scale));
  }

  private static double scale(String text) {
    try {
      double scale = Double.parseDouble(text);
      if (Double.isFinite(scale)) {
        return scale;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("expected a number, but found '" + text + "'");
  }
}
