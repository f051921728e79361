// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.config;

import java.util.function.Consumer;

/** The effective configuration. Thread-safe. */
public interface Config {
  /** The value now: of the first source that has a valid one, else the default. */
  <T> T get(Option<T> option);

  /** Calls back on an agent thread with the new value when a dynamic option changes. */
  <T> void onChange(Option<T> option, Consumer<T> listener);
}
