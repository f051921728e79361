// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.testing;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A configuration from a map, whose values a test may change. */
public final class MapConfig implements Config {
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Runnable> listeners = new HashMap<>();

  public MapConfig with(String key, String value) {
    values.put(key, value);
    return this;
  }

  public void change(String key, String value) {
    values.put(key, value);
    listeners.get(key).run();
  }

  @Override
  public <T> T get(Option<T> option) {
    return option.parser().apply(values.getOrDefault(option.key(), option.defaultText()));
  }

  @Override
  public <T> void onChange(Option<T> option, Consumer<T> listener) {
    listeners.put(option.key(), () -> listener.accept(get(option)));
  }
}
