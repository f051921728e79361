// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.ConfigNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value with where it came from, or that it is the default.
 *
 * @param node what a part of the file was read from
 * @param refused whether a source that comes before has a value that cannot be used
 */
record Resolved(@Nullable Object value, Found found, @Nullable ConfigNode node, boolean refused) {
  /** The value of an option. */
  Resolved(@Nullable Object value, Found found, boolean refused) {
    this(value, found, null, refused);
  }

  /** The value of a part of the file. */
  Resolved(@Nullable Object value, Found found, @Nullable ConfigNode node) {
    this(value, found, node, false);
  }

  /**
   * Whether nobody would notice the difference. Values that are arrays, or that have no equality of
   * their own, are the same if they were read from the same text.
   *
   * @param isText whether the value was read from {@link Found#text}, as those of options are
   */
  boolean isSame(Resolved other, boolean isText) {
    return Objects.deepEquals(value, other.value)
        || isText && found.text().equals(other.found.text())
        || node != null && node.equals(other.node);
  }
}
