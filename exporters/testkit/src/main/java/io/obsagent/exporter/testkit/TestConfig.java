// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.testkit;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import java.util.Map;
import java.util.function.Consumer;

/** A configuration of fixed texts by key or alias, parsed as the real one is. */
public record TestConfig(Map<String, String> texts) implements Config {
  public static TestConfig of(String... keysAndTexts) {
    Map<String, String> texts = new java.util.HashMap<>();
    for (int i = 0; i < keysAndTexts.length; i += 2) {
      texts.put(keysAndTexts[i], keysAndTexts[i + 1]);
    }
    return new TestConfig(texts);
  }

  @Override
  public <T> T get(Option<T> option) {
    String text = texts.get(option.key());
    for (String alias : option.aliases()) {
      String given = texts.get(alias);
      text = text == null && given != null ? option.fromAlias(given) : text;
    }
    return option.parser().apply(text == null ? option.defaultText() : text);
  }

  @Override
  public <T> void onChange(Option<T> option, Consumer<T> listener) {
    throw new UnsupportedOperationException("a test's configuration does not change");
  }
}
