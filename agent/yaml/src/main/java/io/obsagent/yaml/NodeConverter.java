// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import io.obsagent.spi.config.ConfigNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The parser's nodes to ours, with merge keys ({@code <<}) carried out. An alias shares the node it
 * names, here as there; what it unfolds to is counted, because whoever reads meets it each time.
 */
final class NodeConverter {
  private static final int MAX_VALUES = 500_000;
  private static final Set<String> NULLS = Set.of("~", "Null", "NULL");
  private static final String MERGE = "<<";

  /** A node, and how many values whoever walks through it meets. */
  private record Converted(ConfigNode node, int values) {}

  private final String file;
  private final List<String> faults = new ArrayList<>();
  private final Map<Node, Converted> done = new IdentityHashMap<>();

  NodeConverter(String file) {
    this.file = file;
  }

  YamlDocument document(@Nullable Node root, List<String> warnings) throws YamlException {
    ConfigNode node = root == null ? new ConfigNode.Empty(file + ":1") : convert(root, 0).node();
    return new YamlDocument(file, node, List.copyOf(faults), warnings);
  }

  static String place(String file, Node node) {
    return file + ":" + (node.getStartMark().map(mark -> mark.getLine()).orElse(0) + 1);
  }

  private String place(Node node) {
    return place(file, node);
  }

  private Converted convert(Node node, int depth) throws YamlException {
    Converted before = done.get(node);
    if (before != null) {
      return before;
    }
    if (depth > BoundedParser.MAX_DEPTH) {
      throw new YamlException(place(node) + ": nested too deeply, or an alias in itself");
    }
    Converted converted;
    if (node instanceof ScalarNode scalar) {
      converted =
          new Converted(
              isEmpty(scalar)
                  ? new ConfigNode.Empty(place(node))
                  : new ConfigNode.Scalar(place(node), column(scalar), scalar.getValue()),
              1);
    } else if (node instanceof SequenceNode sequence) {
      converted = sequence(sequence, depth);
    } else {
      converted = mapping((MappingNode) node, depth);
    }
    done.put(node, converted);
    return converted;
  }

  private static int column(ScalarNode node) {
    ScalarStyle style = node.getScalarStyle();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      return 0;
    }
    int quote = style == ScalarStyle.PLAIN ? 0 : 1;
    return node.getStartMark().map(mark -> mark.getColumn() + 1 + quote).orElse(0);
  }

  /** The parser's schema knows {@code null} only; YAML 1.1 and the core schema have more. */
  private static boolean isEmpty(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL)
        || scalar.getScalarStyle() == ScalarStyle.PLAIN && NULLS.contains(scalar.getValue());
  }

  private Converted sequence(SequenceNode node, int depth) throws YamlException {
    List<ConfigNode> items = new ArrayList<>();
    int values = 1;
    for (Node item : node.getValue()) {
      Converted converted = convert(item, depth + 1);
      items.add(converted.node());
      values = sum(node, values, converted.values());
    }
    return new Converted(new ConfigNode.Sequence(place(node), List.copyOf(items)), values);
  }

  private Converted mapping(MappingNode node, int depth) throws YamlException {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    Map<String, ConfigNode> merged = new LinkedHashMap<>();
    int values = 1;
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        faults.add(place(tuple.getKeyNode()) + ": a key must be a plain text; it does not count");
        continue;
      }
      Converted value = convert(tuple.getValueNode(), depth + 1);
      values = sum(node, values, value.values());
      if (key.getValue().equals(MERGE) && key.getScalarStyle() == ScalarStyle.PLAIN) {
        merge(key, value.node(), merged);
      } else if (entries.put(key.getValue(), at(value.node(), place(key))) != null) {
        faults.add(place(key) + ": key '" + key.getValue() + "' is given twice; the last counts");
      }
    }
    merged.forEach(entries::putIfAbsent);
    return new Converted(
        new ConfigNode.Mapping(place(node), Collections.unmodifiableMap(entries)), values);
  }

  /** Takes over what is named; of two that have a key, the first counts. */
  private void merge(ScalarNode key, ConfigNode value, Map<String, ConfigNode> merged)
      throws YamlException {
    List<ConfigNode> sources =
        value instanceof ConfigNode.Sequence sequence ? sequence.items() : List.of(value);
    for (ConfigNode source : sources) {
      if (!(source instanceof ConfigNode.Mapping mapping)) {
        throw new YamlException(place(key) + ": '<<' must name a mapping, or a list of mappings");
      }
      mapping.entries().forEach(merged::putIfAbsent);
    }
  }

  private int sum(Node node, int values, int more) throws YamlException {
    if (values + more > MAX_VALUES) {
      throw new YamlException(
          place(node) + ": more than " + MAX_VALUES + " values; split the file");
    }
    return values + more;
  }

  /** A value's place is the line of its key: that is where people look. */
  private static ConfigNode at(ConfigNode value, String place) {
    if (value instanceof ConfigNode.Scalar scalar) {
      int column = scalar.place().equals(place) ? scalar.column() : 0;
      return new ConfigNode.Scalar(place, column, scalar.text());
    }
    if (value instanceof ConfigNode.Sequence sequence) {
      return new ConfigNode.Sequence(place, sequence.items());
    }
    return value instanceof ConfigNode.Mapping mapping
        ? new ConfigNode.Mapping(place, mapping.entries())
        : new ConfigNode.Empty(place);
  }
}
