// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value with where it came from, or that it is the default. */
record Resolved(@Nullable Object value, Found found) {
  /**
   * Whether nobody would notice the difference. Values that are arrays, or that have no equality of
   * their own, are the same if they were read from the same text.
   *
   * @param isText whether the value was read from {@link Found#text}, as those of options are
   */
  boolean isSame(Resolved other, boolean isText) {
    return Objects.deepEquals(value, other.value)
        || isText && found.text().equals(other.found.text());
  }
}
