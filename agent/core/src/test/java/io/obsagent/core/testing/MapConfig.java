// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.testing;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A configuration from a map, whose values a test may change. */
public final class MapConfig implements Config {
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, ConfigNode> sections = new HashMap<>();
  private final Map<String, Runnable> listeners = new HashMap<>();

  public MapConfig with(String key, String value) {
    values.put(key, value);
    return this;
  }

  public void change(String key, String value) {
    values.put(key, value);
    listeners.get(key).run();
  }

  /** A part of the file as it is written. */
  public MapConfig withSection(String key, ConfigNode node) {
    sections.put(key, node);
    return this;
  }

  /** The file is written anew. */
  public void changeSection(String key, ConfigNode node) {
    sections.put(key, node);
    listeners.get(key).run();
  }

  @Override
  public <T> T get(Section<T> section) {
    ConfigNode node = sections.get(section.key());
    return node == null
        ? section.absent()
        : section
            .parser()
            .parse(
                node,
                problem -> {
                  throw new AssertionError(problem);
                });
  }

  @Override
  public <T> T get(Option<T> option) {
    return option.parser().apply(values.getOrDefault(option.key(), option.defaultText()));
  }

  @Override
  public <T> void onChange(Option<T> option, Consumer<T> listener) {
    listeners.put(option.key(), () -> listener.accept(get(option)));
  }

  @Override
  public <T> void onChange(Section<T> section, Consumer<T> listener) {
    listeners.put(section.key(), () -> listener.accept(get(section)));
  }
}
