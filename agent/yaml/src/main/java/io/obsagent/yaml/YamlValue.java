// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * What a text means as JSON, or as YAML with the types of JSON: {@code yes} and {@code 007} are
 * texts. Bounded: 8 MB, 100,000 values, 32 levels.
 */
public final class YamlValue {
  private static final int MAX_VALUES = 100_000;
  private static final int MAX_DEPTH = 32;

  /** Of a whole number; a longer one stays a text, as it takes long to read. */
  private static final int MAX_DIGITS = 1_000;

  private int values;

  private YamlValue() {}

  /**
   * @return maps in their order, lists, texts, booleans, {@code Long}, {@code BigInteger}, finite
   *     {@code Double}, or null, which an empty text is, too
   * @throws YamlException if it is neither, or beyond the bounds
   */
  public static @Nullable Object parse(String text) throws YamlException {
    try {
      LoadSettingsBuilder settings = LoadSettings.builder().setUseMarks(false);
      Optional<Node> root = BoundedParser.compose(settings, text).getSingleNode();
      return root.isPresent() ? new YamlValue().value(root.get(), 0) : null;
    } catch (YamlEngineException | IllegalArgumentException e) {
      throw new YamlException("neither JSON nor YAML: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw new YamlException("nested too deeply");
    }
  }

  private @Nullable Object value(Node node, int depth) throws YamlException {
    if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
      throw new YamlException("nested too deeply, or too much");
    }
    if (node instanceof SequenceNode sequence) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Node element : sequence.getValue()) {
        list.add(value(element, depth + 1));
      }
      return list;
    }
    if (node instanceof MappingNode mapping) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
          map.put(key.getValue(), value(entry.getValueNode(), depth + 1));
        }
      }
      return map;
    }
    return scalar((ScalarNode) node);
  }

  private static @Nullable Object scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    }
    if (tag.equals(Tag.INT) && text.length() <= MAX_DIGITS) {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < 64 ? (Object) number.longValue() : number;
    }
    if (tag.equals(Tag.FLOAT) && !text.endsWith("inf") && !text.endsWith("nan")) {
      double number = Double.parseDouble(text);
      return Double.isInfinite(number) ? text : (Object) number;
    }
    return text;
  }
}
