// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.config;

import java.util.List;
import java.util.Map;

/** A piece of a YAML file as it is written, with its place. Immutable. */
public sealed interface ConfigNode {
  /** For messages: {@code obs-agent.yaml:14}. A value under a key has the place of the key. */
  String place();

  /** A key, or a list's dash, with nothing behind it. */
  record Empty(String place) implements ConfigNode {}

  /**
   * A single value; text as written, without quotes.
   *
   * @param column of the text's first character in the line of its place, from 1; 0 where the text
   *     begins in another line
   */
  record Scalar(String place, int column, String text) implements ConfigNode {
    public Scalar(String place, String text) {
      this(place, 0, text);
    }
  }

  /** A list. */
  record Sequence(String place, List<ConfigNode> items) implements ConfigNode {}

  /** Keys and values, in the order of the file. */
  record Mapping(String place, Map<String, ConfigNode> entries) implements ConfigNode {}
}
