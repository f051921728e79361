// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import io.obsagent.spi.config.ConfigNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is read key by key, knows its lines, and tells what nobody asked for. A key with
 * nothing behind it is absent. For one thread.
 */
public final class YamlMap {
  private final ConfigNode.Mapping node;

  /** Of all maps of one file. */
  private final Collection<String> warnings;

  private final Set<String> asked = new TreeSet<>();

  private YamlMap(ConfigNode.Mapping node, Collection<String> warnings) {
    this.node = node;
    this.warnings = warnings;
  }

  /**
   * @param warnings takes what is wrong but can be lived with
   */
  public static YamlMap of(ConfigNode.Mapping node, Collection<String> warnings) {
    return new YamlMap(node, warnings);
  }

  /** The mapping that a whole file is; one that is empty has no keys. */
  public static YamlMap of(YamlDocument document, Collection<String> warnings)
      throws YamlException {
    warnings.addAll(document.warnings());
    ConfigNode root = document.root();
    if (root instanceof ConfigNode.Empty) {
      return new YamlMap(new ConfigNode.Mapping(root.place(), Map.of()), warnings);
    }
    if (root instanceof ConfigNode.Mapping mapping) {
      return new YamlMap(mapping, warnings);
    }
    throw new YamlException(root.place() + ": the file must hold 'key: value' lines");
  }

  /** Another mapping of the same file. */
  public YamlMap of(ConfigNode.Mapping other) {
    return new YamlMap(other, warnings);
  }

  public String place() {
    return node.place();
  }

  /** Where the key stands; where the mapping stands if it has no such key. */
  public String place(String key) {
    return node.entries().getOrDefault(key, node).place();
  }

  /** The file's name, as messages have it. */
  public String file() {
    return node.place().substring(0, node.place().lastIndexOf(':'));
  }

  public Set<String> keys() {
    return node.entries().keySet();
  }

  public boolean has(String key) {
    return value(key) != null;
  }

  public boolean isMapping(String key) {
    return value(key) instanceof ConfigNode.Mapping;
  }

  private @Nullable ConfigNode value(String key) {
    asked.add(key);
    ConfigNode value = node.entries().get(key);
    return value instanceof ConfigNode.Empty ? null : value;
  }

  /** What stands under the key, whatever it is; nothing where the key is absent. */
  public ConfigNode node(String key) {
    ConfigNode value = value(key);
    return value == null ? new ConfigNode.Empty(place(key)) : value;
  }

  /** The text of a single value, or the empty one where the key is absent. */
  public String text(String key) throws YamlException {
    return text(key, "");
  }

  public String text(String key, String otherwise) throws YamlException {
    ConfigNode value = value(key);
    return value == null ? otherwise : scalar(key, value);
  }

  public String required(String key) throws YamlException {
    String value = text(key, "");
    if (value.isEmpty()) {
      throw at(node, "'" + key + "' is missing");
    }
    return value;
  }

  private static String scalar(String key, ConfigNode value) throws YamlException {
    if (value instanceof ConfigNode.Scalar scalar) {
      return scalar.text();
    }
    if (value instanceof ConfigNode.Empty) {
      return "";
    }
    throw at(value, "'" + key + "' must be a single value");
  }

  public boolean flag(String key, boolean otherwise) throws YamlException {
    String value = text(key, String.valueOf(otherwise));
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return value.equalsIgnoreCase("true");
    }
    throw error(key, "'" + key + "' must be true or false, not '" + value + "'");
  }

  /** A whole number from 0. */
  public int number(String key, int otherwise) throws YamlException {
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

  /**
   * A value that a parser makes.
   *
   * @param parser throws IllegalArgumentException with what is wanted
   */
  public <T> T value(String key, T otherwise, Function<String, T> parser) throws YamlException {
    if (!has(key)) {
      return otherwise;
    }
    try {
      return parser.apply(text(key));
    } catch (IllegalArgumentException e) {
      throw error(key, key + ": " + e.getMessage());
    }
  }

  /** A list of texts; a single text counts as a list of one. */
  public List<String> texts(String key) throws YamlException {
    ConfigNode value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ConfigNode.Sequence sequence)) {
      return List.of(scalar(key, value));
    }
    List<String> texts = new ArrayList<>();
    for (ConfigNode element : sequence.items()) {
      texts.add(scalar(key, element));
    }
    return texts;
  }

  /** A mapping of texts; empty where the key is absent. */
  public Map<String, String> textMap(String key) throws YamlException {
    YamlMap inner = map(key);
    Map<String, String> map = new LinkedHashMap<>();
    if (inner != null) {
      for (Map.Entry<String, ConfigNode> entry : inner.node.entries().entrySet()) {
        map.put(entry.getKey(), scalar(entry.getKey(), entry.getValue()));
      }
    }
    return map;
  }

  public @Nullable YamlMap map(String key) throws YamlException {
    ConfigNode value = value(key);
    if (value == null) {
      return null;
    }
    if (value instanceof ConfigNode.Mapping mapping) {
      return new YamlMap(mapping, warnings);
    }
    throw at(value, "'" + key + "' must be a mapping");
  }

  /** The elements of a list of mappings; empty where the key is absent. */
  public List<YamlMap> maps(String key) throws YamlException {
    ConfigNode value = value(key);
    return value == null ? List.of() : maps("'" + key + "'", value, warnings);
  }

  /**
   * The elements of a list of mappings that stands for itself.
   *
   * @param what it is, for messages
   */
  public static List<YamlMap> maps(String what, ConfigNode value, Collection<String> warnings)
      throws YamlException {
    if (!(value instanceof ConfigNode.Sequence sequence)) {
      throw at(value, what + " must be a list");
    }
    List<YamlMap> maps = new ArrayList<>();
    for (ConfigNode element : sequence.items()) {
      if (!(element instanceof ConfigNode.Mapping mapping)) {
        throw at(element, "each element of " + what + " must be a mapping");
      }
      maps.add(new YamlMap(mapping, warnings));
    }
    return maps;
  }

  /**
   * The elements of a list that are mappings.
   *
   * @param wrong takes what is wrong with the others, or with the list; nothing where there is none
   */
  public List<YamlMap> mapsAmong(String key, Consumer<String> wrong) {
    ConfigNode value = value(key);
    return value == null ? List.of() : mapsAmong("'" + key + "'", value, warnings, wrong);
  }

  /** The same of a list that stands for itself. */
  public static List<YamlMap> mapsAmong(
      String what, ConfigNode value, Collection<String> warnings, Consumer<String> wrong) {
    List<YamlMap> maps = new ArrayList<>();
    if (value instanceof ConfigNode.Sequence sequence) {
      for (ConfigNode element : sequence.items()) {
        if (element instanceof ConfigNode.Mapping mapping) {
          maps.add(new YamlMap(mapping, warnings));
        } else {
          wrong.accept(element.place() + ": each element of " + what + " must be a mapping");
        }
      }
    } else {
      wrong.accept(value.place() + ": " + what + " must be a list");
    }
    return maps;
  }

  /** Accepts keys that mean something elsewhere but nothing here, with a word about each. */
  public void ignore(Set<String> keys, String why) {
    for (String key : keys()) {
      if (keys.contains(key) && asked.add(key)) {
        warn(key, "'" + key + "' is ignored: " + why);
      }
    }
  }

  /** Tells errors that are lived with, at their own places. */
  public void warn(YamlException error, String consequence) {
    error.problems().forEach(problem -> warnings.add(problem + consequence));
  }

  public void warn(String key, String message) {
    warnings.add(place(key) + ": " + message);
  }

  /** Refuses all keys that nobody has asked for. */
  public void close() throws YamlException {
    List<String> unknown = unknown("", asked);
    if (!unknown.isEmpty()) {
      throw new YamlException(unknown);
    }
  }

  /** Tells every key that nobody has asked for: it is left out, the rest counts. */
  public void closeLeniently() {
    unknown("", asked).forEach(problem -> warnings.add(problem + "; this key is left out"));
  }

  /**
   * Refuses all keys that are none of those given.
   *
   * @param what the mapping is, for messages: {@code a rule group}
   */
  public void allowOnly(String what, Collection<String> known) throws YamlException {
    List<String> unknown = unknown(" in " + what, new TreeSet<>(known));
    if (!unknown.isEmpty()) {
      throw new YamlException(unknown);
    }
  }

  private List<String> unknown(String where, Set<String> known) {
    List<String> unknown = new ArrayList<>();
    Set<String> free = new TreeSet<>(known);
    free.removeAll(keys());
    for (Map.Entry<String, ConfigNode> entry : node.entries().entrySet()) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        String near = Suggestion.nearest(key, free);
        unknown.add(
            (entry.getValue().place() + ": unknown key '" + key + "'" + where)
                + (near == null
                    ? "; known are " + String.join(", ", known)
                    : " – did you mean '" + near + "'?"));
      }
    }
    return unknown;
  }

  public YamlException error(String key, String message) {
    return at(node.entries().getOrDefault(key, node), message);
  }

  private static YamlException at(ConfigNode where, String message) {
    return new YamlException(where.place() + ": " + message);
  }
}
