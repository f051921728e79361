// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import java.util.Map;
import java.util.function.Consumer;

/** Options as a test gives them; the others have their defaults. */
record GivenOptions(Map<String, String> values) implements Config {
  @Override
  public <T> T get(Option<T> option) {
    return option.parser().apply(values.getOrDefault(option.key(), option.defaultText()));
  }

  @Override
  public <T> void onChange(Option<T> option, Consumer<T> listener) {}
}
