// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened. What is longer than its bound is cut, so an event can be made of
 * whatever comes. Immutable.
 *
 * @param id unique, at most 200 characters: two events of one id are one
 * @param epochMillis when it happened
 * @param type what it is: {@code deployment}, {@code incident}, {@code health}, or a word of the
 *     application's; at most 64 characters, lower-case letters, digits and {@code . _ -}
 * @param source who told of it: {@code agent}, {@code github}; as the type
 * @param title one line for people, at most 300 characters
 * @param attributes what else there is to know, at most 32, each value at most 500 characters
 */
public record Event(
    String id,
    long epochMillis,
    String type,
    String source,
    String title,
    Map<String, String> attributes) {
  private static final int MAX_ID = 200;
  private static final int MAX_WORD = 64;
  private static final int MAX_TITLE = 300;
  private static final int MAX_VALUE = 500;
  private static final int MAX_ATTRIBUTES = 32;

  public Event {
    id = cut(id, MAX_ID);
    type = word(type);
    source = word(source);
    title = cut(title, MAX_TITLE);
    attributes = cut(attributes);
  }

  /** The value of an attribute, or empty. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  private static Map<String, String> cut(Map<String, String> attributes) {
    Map<String, String> bounded = new LinkedHashMap<>();
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      if (bounded.size() == MAX_ATTRIBUTES) {
        break;
      }
      if (!attribute.getValue().isEmpty()) {
        bounded.put(cut(attribute.getKey(), MAX_WORD), cut(attribute.getValue(), MAX_VALUE));
      }
    }
    return Collections.unmodifiableMap(bounded);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + '…';
  }

  private static String word(String text) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_WORD; i++) {
      char c = text.charAt(i);
      boolean upper = c >= 'A' && c <= 'Z';
      boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || ".-_".indexOf(c) >= 0;
      word.append(upper ? (char) (c + ('a' - 'A')) : plain ? c : '_');
    }
    return word.isEmpty() ? "other" : word.toString();
  }
}
