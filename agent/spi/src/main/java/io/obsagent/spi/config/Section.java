// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.config;

import java.util.function.Function;

/**
 * A part of the configuration file that is a tree or a list (rules, routes, methods): one area owns
 * it and reads it as written. Only the file can hold it. Immutable.
 *
 * @param key where it stands: {@code alerting.rules}; everything below belongs to it
 * @param description one sentence, for the reference
 * @param example YAML as a user would write it under the key, for the example file; may be empty
 * @param dynamic whether a change of the file takes effect while running
 * @param absent the value when the file has no such part, or a wrong one
 * @param parser node to value; throws IllegalArgumentException whose message begins with the place
 *     of what is wrong
 */
public record Section<T>(
    String key,
    String description,
    String example,
    boolean dynamic,
    T absent,
    Function<ConfigNode, T> parser) {}
