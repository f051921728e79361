// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Options and sections that a test sets, before or while something runs. */
public final class TestConfig implements Config {
  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private final Map<String, Object> sections = new ConcurrentHashMap<>();
  private final Map<String, Consumer<Object>> listeners = new ConcurrentHashMap<>();

  public <T> TestConfig with(Option<T> option, String text) {
    texts.put(option.key(), text);
    tell(option.key(), option.parser().apply(text));
    return this;
  }

  public <T> TestConfig with(Section<T> section, T value) {
    sections.put(section.key(), value);
    tell(section.key(), value);
    return this;
  }

  private void tell(String key, Object value) {
    Consumer<Object> listener = listeners.get(key);
    if (listener != null) {
      listener.accept(value);
    }
  }

  @Override
  public <T> T get(Option<T> option) {
    return option.parser().apply(texts.getOrDefault(option.key(), option.defaultText()));
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> void onChange(Option<T> option, Consumer<T> listener) {
    listeners.put(option.key(), value -> listener.accept((T) value));
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T get(Section<T> section) {
    return (T) sections.getOrDefault(section.key(), section.absent());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> void onChange(Section<T> section, Consumer<T> listener) {
    listeners.put(section.key(), value -> listener.accept((T) value));
  }
}
