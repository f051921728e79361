// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML mapping that is read key by key, knows its lines and tells what nobody asked for. */
final class Section {
  private static final int MAX_VALUES = 200_000;

  /** What all sections of one file share. */
  private static final class Source {
    final String file;
    final List<String> warnings;
    int values;

    Source(String file, List<String> warnings) {
      this.file = file;
      this.warnings = warnings;
    }
  }

  private final Source source;
  private final MappingNode node;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  private Section(Source source, MappingNode node) throws NotifyConfigException {
    this.source = source;
    this.node = node;
    for (NodeTuple tuple : node.getValue()) {
      // Aliases share nodes: what they unfold to must be bounded as well.
      if (++source.values > MAX_VALUES) {
        throw at(node, "more than " + MAX_VALUES + " values; split the configuration");
      }
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw at(tuple.getKeyNode(), "a key must be a plain text");
      }
      if (values.containsKey(key.getValue())) {
        throw at(key, "key '" + key.getValue() + "' is given twice; remove one");
      }
      values.put(key.getValue(), tuple.getValueNode());
    }
  }

  /**
   * @param file the name for messages
   * @param warnings takes what is wrong but can be lived with
   */
  static Section parse(String file, String text, List<String> warnings)
      throws NotifyConfigException {
    Optional<Node> root;
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(file).setCodePointLimit(1 << 20).build();
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      throw new NotifyConfigException(file + ":" + line + ": not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new NotifyConfigException(file + ":1: not YAML: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw new NotifyConfigException(file + ":1: not YAML: nested too deeply");
    }
    if (root.isPresent() && root.get() instanceof MappingNode mapping) {
      return new Section(new Source(file, warnings), mapping);
    }
    throw new NotifyConfigException(file + ":1: the file must hold a mapping such as 'route:'");
  }

  boolean isMapping(String key) {
    return value(key) instanceof MappingNode;
  }

  boolean has(String key) {
    return value(key) != null;
  }

  private @Nullable Node value(String key) {
    asked.add(key);
    Node value = values.get(key);
    return value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL) ? null : value;
  }

  String text(String key, String otherwise) throws NotifyConfigException {
    Node value = value(key);
    return value == null ? otherwise : scalar(key, value);
  }

  String required(String key) throws NotifyConfigException {
    String value = text(key, "");
    if (value.isEmpty()) {
      throw at(node, "'" + key + "' is missing");
    }
    return value;
  }

  private String scalar(String key, Node value) throws NotifyConfigException {
    if (++source.values > MAX_VALUES) {
      throw at(value, "more than " + MAX_VALUES + " values; split the configuration");
    }
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw at(value, "'" + key + "' must be a single value");
  }

  boolean flag(String key, boolean otherwise) throws NotifyConfigException {
    String value = text(key, String.valueOf(otherwise));
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return value.equalsIgnoreCase("true");
    }
    throw error(key, "'" + key + "' must be true or false, not '" + value + "'");
  }

  int number(String key, int otherwise) throws NotifyConfigException {
    String value = text(key, String.valueOf(otherwise));
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw error(key, "'" + key + "' must be a whole number from 0, not '" + value + "'");
  }

  Duration duration(String key, Duration otherwise) throws NotifyConfigException {
    if (!has(key)) {
      return otherwise;
    }
    try {
      return DurationText.parse(text(key, ""));
    } catch (IllegalArgumentException e) {
      throw error(key, key + ": " + e.getMessage());
    }
  }

  /** A list of texts; a single text counts as a list of one. */
  List<String> texts(String key) throws NotifyConfigException {
    Node value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      return List.of(scalar(key, value));
    }
    List<String> texts = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      texts.add(scalar(key, element));
    }
    return texts;
  }

  Map<String, String> map(String key) throws NotifyConfigException {
    Section section = section(key);
    Map<String, String> map = new LinkedHashMap<>();
    if (section != null) {
      for (Map.Entry<String, Node> entry : section.values.entrySet()) {
        map.put(entry.getKey(), section.scalar(entry.getKey(), entry.getValue()));
      }
    }
    return map;
  }

  @Nullable Section section(String key) throws NotifyConfigException {
    Node value = value(key);
    if (value == null) {
      return null;
    }
    if (value instanceof MappingNode mapping) {
      return new Section(source, mapping);
    }
    throw at(value, "'" + key + "' must be a mapping");
  }

  List<Section> sections(String key) throws NotifyConfigException {
    Node value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      throw at(value, "'" + key + "' must be a list");
    }
    List<Section> sections = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      if (!(element instanceof MappingNode mapping)) {
        throw at(element, "each element of '" + key + "' must be a mapping");
      }
      sections.add(new Section(source, mapping));
    }
    return sections;
  }

  Set<String> keys() {
    return values.keySet();
  }

  /** Accepts a key that exists in Alertmanager but means nothing here, with a word about it. */
  void ignore(Set<String> keys, String why) {
    for (String key : values.keySet()) {
      if (keys.contains(key) && asked.add(key)) {
        source.warnings.add(place(values.get(key)) + "'" + key + "' is ignored: " + why);
      }
    }
  }

  /** Tells an error that is lived with, at its own place. */
  void warn(NotifyConfigException error, String consequence) {
    source.warnings.add(error.getMessage() + consequence);
  }

  void warn(String key, String message) {
    source.warnings.add(place(values.getOrDefault(key, node)) + message);
  }

  /** Refuses every key that nobody has asked for. */
  void close() throws NotifyConfigException {
    for (Map.Entry<String, Node> entry : values.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        throw at(entry.getValue(), unknown(entry.getKey()));
      }
    }
  }

  /** Tells every key that nobody has asked for: it is left out, the rest counts. */
  void closeLeniently() {
    for (Map.Entry<String, Node> entry : values.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        source.warnings.add(
            place(entry.getValue()) + unknown(entry.getKey()) + "; this key is left out");
      }
    }
  }

  private String unknown(String key) {
    String near = nearest(key);
    return ("unknown key '" + key + "'")
        + (near.isEmpty() ? "; known are " + asked : " – did you mean '" + near + "'?");
  }

  private String nearest(String key) {
    String best = "";
    int bestDistance = 3;
    for (String candidate : asked) {
      int distance = distance(key, candidate);
      if (distance < bestDistance && !values.containsKey(candidate)) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 2) {
      return 3;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  NotifyConfigException error(String key, String message) {
    return at(values.getOrDefault(key, node), message);
  }

  private NotifyConfigException at(Node where, String message) {
    return new NotifyConfigException(place(where) + message);
  }

  private String place(Node where) {
    int line = where.getStartMark().map(Mark::getLine).orElse(0) + 1;
    return source.file + ":" + line + ": ";
  }
}
