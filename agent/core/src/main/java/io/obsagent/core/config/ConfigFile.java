// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.core.config.Found.Source;
import io.obsagent.spi.config.ConfigNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file, read. Keys may be written nested, dotted, or both. Immutable.
 *
 * @param root null if there is no file, or none that can be read
 * @param problems what is wrong with the file as a file
 */
record ConfigFile(ConfigNode.@Nullable Mapping root, List<String> problems) {
  /** End of a problem with the file as a whole. */
  static final String IGNORED = "; the file does not count";

  static final ConfigFile NONE = new ConfigFile(null, List.of());

  @Nullable Found find(String key) {
    ConfigNode node = node(key);
    String text = node == null ? null : text(node);
    return text == null ? null : new Found(Source.FILE, node.place(), text);
  }

  @Nullable ConfigNode node(String key) {
    return root == null ? null : node(root, key);
  }

  private static @Nullable ConfigNode node(ConfigNode.Mapping mapping, String key) {
    ConfigNode direct = mapping.entries().get(key);
    if (direct != null) {
      return direct;
    }
    for (int dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
      if (mapping.entries().get(key.substring(0, dot)) instanceof ConfigNode.Mapping inner) {
        ConfigNode found = node(inner, key.substring(dot + 1));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** A list of single values is the same as its values with commas; a tree is no single value. */
  private static @Nullable String text(ConfigNode node) {
    if (node instanceof ConfigNode.Scalar scalar) {
      return scalar.text().isEmpty() ? null : scalar.text();
    }
    if (!(node instanceof ConfigNode.Sequence sequence)) {
      return null;
    }
    StringBuilder joined = new StringBuilder();
    for (ConfigNode item : sequence.items()) {
      if (item instanceof ConfigNode.Scalar scalar) {
        joined.append(joined.length() == 0 ? "" : ",").append(scalar.text());
      } else if (!(item instanceof ConfigNode.Empty)) {
        return null;
      }
    }
    return joined.toString();
  }

  /** A key as it is written, with its place. */
  record Key(String name, ConfigNode value) {
    String place() {
      return value.place();
    }
  }

  /** All keys, down to where one is owned or a value stands; one that is written twice, twice. */
  List<Key> keys(Predicate<String> owned) {
    List<Key> keys = new ArrayList<>();
    if (root != null) {
      collect("", root, owned, keys);
    }
    return keys;
  }

  private static void collect(
      String prefix, ConfigNode.Mapping mapping, Predicate<String> owned, List<Key> out) {
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      String key = prefix + entry.getKey();
      ConfigNode value = entry.getValue();
      if (value instanceof ConfigNode.Mapping inner && !owned.test(key)) {
        collect(key + ".", inner, owned, out);
      } else {
        out.add(new Key(key, value));
      }
    }
  }

  ConfigFile withProblem(String problem) {
    List<String> more = new ArrayList<>(problems);
    more.add(problem);
    return new ConfigFile(root, List.copyOf(more));
  }
}
