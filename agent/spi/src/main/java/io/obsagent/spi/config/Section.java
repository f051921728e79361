// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.config;

import java.util.function.Consumer;

/**
 * A part of the configuration file that is a tree or a list (rules, routes, methods): one area owns
 * it and reads it as written. Only the file can hold it. Immutable.
 *
 * @param key where it stands: {@code alerting.rules}; everything below belongs to it
 * @param description one sentence, for the reference
 * @param example YAML as a user would write it under the key, for the example file; may be empty
 * @param dynamic whether a change of the file takes effect while running
 * @param absent the value when the file has no such part, or one of which nothing can be used
 * @param parser node to value
 */
public record Section<T>(
    String key, String description, String example, boolean dynamic, T absent, Parser<T> parser) {

  /** Makes a value of the part as it is written. Called at start, and for each change. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * @param node the part; never empty
     * @param problems takes each thing that is wrong but can be left out; every line begins with
     *     the place of it
     * @throws IllegalArgumentException if nothing of the part can be used; the message begins with
     *     the place of what is wrong
     */
    T parse(ConfigNode node, Consumer<String> problems);
  }
}
