// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML mapping that knows its lines. */
final class YamlMap {
  private static final int MAX_CHARACTERS = 8 << 20;
  private static final int MAX_NODES = 500_000;
  private static final int MAX_MERGES = 20;
  private static final String MERGE = "<<";
  private static final MappingNode EMPTY = new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);

  /** Something is wrong in a file; the message begins with {@code file:line: }. */
  static final class YamlException extends Exception {
    private static final long serialVersionUID = 1L;

    YamlException(String message) {
      super(message);
    }
  }

  private final String file;
  private final int line;
  private final int[] visited;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private YamlMap(String file, MappingNode node, int[] visited) throws YamlException {
    this.file = file;
    this.visited = visited;
    line = line(node);
    for (NodeTuple tuple : node.getValue()) {
      ScalarNode key = key(tuple);
      if (key.getValue().equals(MERGE) && key.getScalarStyle() == ScalarStyle.PLAIN) {
        continue;
      }
      if (values.put(key.getValue(), tuple.getValueNode()) != null) {
        throw new YamlException(
            file + ":" + line(key) + ": mapping key \"" + key.getValue() + "\" already defined");
      }
    }
    merge(node, 0);
  }

  private ScalarNode key(NodeTuple tuple) throws YamlException {
    // Aliases share nodes, so what they unfold to is bounded here and not by the file's size.
    if (++visited[0] > MAX_NODES) {
      throw new YamlException(file + ":" + line + ": more than " + MAX_NODES + " values");
    }
    if (tuple.getKeyNode() instanceof ScalarNode key) {
      return key;
    }
    throw new YamlException(file + ":" + line(tuple.getKeyNode()) + ": a key must be a plain text");
  }

  /** Takes over what {@code <<: *other} names, where the mapping has no such key itself. */
  private void merge(MappingNode node, int depth) throws YamlException {
    for (NodeTuple tuple : node.getValue()) {
      ScalarNode key = key(tuple);
      if (!key.getValue().equals(MERGE) || key.getScalarStyle() != ScalarStyle.PLAIN) {
        if (depth > 0) {
          values.putIfAbsent(key.getValue(), tuple.getValueNode());
        }
        continue;
      }
      Node value = tuple.getValueNode();
      List<Node> sources =
          value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
      for (Node source : sources) {
        if (!(source instanceof MappingNode mapping) || depth == MAX_MERGES) {
          throw new YamlException(
              file + ":" + line(key) + ": '<<' must name a mapping, or a list of mappings");
        }
        merge(mapping, depth + 1);
      }
    }
  }

  /**
   * @param warnings gets a line if only a part of the text counts
   */
  static YamlMap parse(String file, String text, List<String> warnings) throws YamlException {
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(file).setCodePointLimit(MAX_CHARACTERS).build();
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      Node root = documents.hasNext() ? documents.next() : null;
      if (root != null && documents.hasNext()) {
        warnings.add(
            (file + ":" + line(documents.next()))
                + ": only the first YAML document of a file counts, this one is left out");
      }
      if (root == null || root instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL)) {
        return new YamlMap(file, EMPTY, new int[1]);
      }
      if (root instanceof MappingNode mapping) {
        return new YamlMap(file, mapping, new int[1]);
      }
      throw new YamlException(file + ":1: the file must hold a mapping such as 'groups:'");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      throw new YamlException(file + ":" + line + ": not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new YamlException(file + ":1: not YAML: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw new YamlException(file + ":1: not YAML: nested too deeply");
    }
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  String file() {
    return file;
  }

  int line() {
    return line;
  }

  String place() {
    return file + ":" + line;
  }

  String place(String key) {
    Node value = values.get(key);
    return file + ":" + (value == null ? line : line(value));
  }

  Iterable<String> keys() {
    return values.keySet();
  }

  boolean has(String key) {
    Node value = values.get(key);
    return value != null && !(value instanceof ScalarNode s && s.getTag().equals(Tag.NULL));
  }

  /** The text of a scalar, or the empty string where the key is absent. */
  String text(String key) throws YamlException {
    if (!has(key)) {
      return "";
    }
    if (values.get(key) instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new YamlException(place(key) + ": '" + key + "' must be a single value");
  }

  @Nullable YamlMap map(String key) throws YamlException {
    if (!has(key)) {
      return null;
    }
    if (values.get(key) instanceof MappingNode mapping) {
      return new YamlMap(file, mapping, visited);
    }
    throw new YamlException(place(key) + ": '" + key + "' must be a mapping");
  }

  /** The elements of a list that are mappings; empty where the key is absent. */
  List<YamlMap> maps(String key) throws YamlException {
    List<YamlMap> maps = new ArrayList<>();
    for (Node element : sequence(key)) {
      if (!(element instanceof MappingNode mapping)) {
        throw new YamlException(
            file + ":" + line(element) + ": each element of '" + key + "' must be a mapping");
      }
      maps.add(new YamlMap(file, mapping, visited));
    }
    return maps;
  }

  List<String> texts(String key) throws YamlException {
    List<String> texts = new ArrayList<>();
    for (Node element : sequence(key)) {
      if (!(element instanceof ScalarNode scalar)) {
        throw new YamlException(
            file + ":" + line(element) + ": each element of '" + key + "' must be a text");
      }
      texts.add(scalar.getValue());
    }
    return texts;
  }

  private List<Node> sequence(String key) throws YamlException {
    if (!has(key)) {
      return List.of();
    }
    if (values.get(key) instanceof SequenceNode sequence) {
      visited[0] += sequence.getValue().size();
      return sequence.getValue();
    }
    throw new YamlException(place(key) + ": '" + key + "' must be a list");
  }

  /** A mapping of texts; empty where the key is absent. */
  Map<String, String> textMap(String key) throws YamlException {
    Map<String, String> map = new LinkedHashMap<>();
    YamlMap values = map(key);
    if (values != null) {
      for (String name : values.keys()) {
        map.put(name, values.text(name));
      }
    }
    return map;
  }

  /** Refuses the first key that is none of those given. */
  void allowOnly(String what, List<String> known) throws YamlException {
    for (Map.Entry<String, Node> entry : values.entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new YamlException(
            (file + ":" + line(entry.getValue()) + ": unknown key '" + entry.getKey() + "' in ")
                + (what + "; known are " + String.join(", ", known)));
      }
    }
  }
}
