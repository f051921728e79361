// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.config;

import java.util.function.Consumer;

/** The effective configuration. Thread-safe. */
public interface Config {
  /** The value now: of the first source that has a valid one, else the default. */
  <T> T get(Option<T> option);

  /**
   * Whether somebody gave the option a value that cannot be used, and no source that comes before
   * it gave another: then {@link #get} has what nobody meant. For options where that would do harm,
   * as an address to send to.
   */
  default boolean isRefused(Option<?> option) {
    return false;
  }

  /** Whether somebody gave the option a value, so that it is not the default that counts. */
  default boolean isGiven(Option<?> option) {
    return false;
  }

  /**
   * Whether a name that somebody gave a value has a word in it, be it of an option, a variable or
   * an alias: if not, options that have that word need not be asked for.
   *
   * @param word of letters and digits
   */
  default boolean mentions(String word) {
    return true;
  }

  /** Calls back on an agent thread with the new value when a dynamic option changes. */
  <T> void onChange(Option<T> option, Consumer<T> listener);

  /** The value of a part of the file that is more than single values; its absent value if none. */
  default <T> T get(Section<T> section) {
    return section.absent();
  }

  /** Calls back on an agent thread with the new value when a dynamic section changes. */
  default <T> void onChange(Section<T> section, Consumer<T> listener) {}
}
