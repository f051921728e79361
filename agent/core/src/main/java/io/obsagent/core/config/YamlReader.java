// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.ConfigNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** YAML 1.2 to nodes with places. Loaded only where there is a file. */
final class YamlReader {
  /** A file of aliases to aliases must not grow without bound. */
  private static final int MAX_NODES = 100_000;

  private static final int MAX_DEPTH = 40;

  private final String fileName;
  private final List<String> problems = new ArrayList<>();
  private int nodes;

  private YamlReader(String fileName) {
    this.fileName = fileName;
  }

  /** Never throws: what cannot be read is a problem of the result. */
  static ConfigFile read(String fileName, String text) {
    YamlReader reader = new YamlReader(fileName);
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(fileName).setUseMarks(true).build();
      Optional<Node> document = new Compose(settings).composeString(text);
      if (document.isEmpty() || isNull(document.get())) {
        return ConfigFile.NONE;
      }
      if (document.get() instanceof MappingNode mapping) {
        return new ConfigFile(reader.mapping(mapping, 0), List.copyOf(reader.problems));
      }
      return broken(reader.place(document.get()) + ": expected 'key: value' lines");
    } catch (MarkedYamlEngineException e) {
      String place = e.getProblemMark().map(mark -> fileName + ":" + line(mark)).orElse(fileName);
      return broken(place + ": " + e.getProblem());
    } catch (YamlEngineException | IllegalArgumentException e) {
      return broken(fileName + ": " + e.getMessage());
    } catch (StackOverflowError e) {
      return broken(fileName + ": too deeply nested");
    }
  }

  private static ConfigFile broken(String problem) {
    return ConfigFile.NONE.withProblem(problem + ConfigFile.IGNORED);
  }

  private ConfigNode convert(Node node, int depth) {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw new IllegalArgumentException("too many or too deeply nested values");
    }
    if (node instanceof ScalarNode scalar) {
      return new ConfigNode.Scalar(place(node), isNull(node) ? "" : scalar.getValue());
    }
    if (node instanceof SequenceNode sequence) {
      List<ConfigNode> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item, depth + 1));
      }
      return new ConfigNode.Sequence(place(node), List.copyOf(items));
    }
    return mapping((MappingNode) node, depth);
  }

  private ConfigNode.Mapping mapping(MappingNode node, int depth) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(place(tuple.getKeyNode()) + ": a key must be text; it does not count");
        continue;
      }
      ConfigNode value = at(convert(tuple.getValueNode(), depth + 1), place(key));
      if (entries.put(key.getValue(), value) != null) {
        problems.add(place(key) + ": '" + key.getValue() + "' stands here again; the last counts");
      }
    }
    return new ConfigNode.Mapping(place(node), java.util.Collections.unmodifiableMap(entries));
  }

  /** A value's place is the line of its key: that is where people look. */
  private static ConfigNode at(ConfigNode value, String place) {
    if (value instanceof ConfigNode.Scalar scalar) {
      return new ConfigNode.Scalar(place, scalar.text());
    }
    if (value instanceof ConfigNode.Sequence sequence) {
      return new ConfigNode.Sequence(place, sequence.items());
    }
    return new ConfigNode.Mapping(place, ((ConfigNode.Mapping) value).entries());
  }

  private String place(Node node) {
    return node.getStartMark().map(mark -> fileName + ":" + line(mark)).orElse(fileName);
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }
}
