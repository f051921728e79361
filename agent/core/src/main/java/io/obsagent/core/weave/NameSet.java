// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A few names, looked for in each class that is loaded: nearly every other is turned away by its
 * length and two of its letters, before a string is made of it. Immutable.
 */
final class NameSet {
  static final NameSet EMPTY = new NameSet(Set.of());

  private final Set<String> names;

  /** For each length, one bit for each pair of a first and a middle byte, modulo 64. */
  private final long[] pairs;

  private final boolean[] lengths;

  /**
   * @param names in ASCII; none is empty
   */
  NameSet(Set<String> names) {
    this.names = Set.copyOf(names);
    int longest = 0;
    for (String name : names) {
      longest = Math.max(longest, name.length());
    }
    pairs = new long[longest + 1];
    lengths = new boolean[longest + 1];
    for (String name : names) {
      int length = name.length();
      lengths[length] = true;
      pairs[length] |= bit(name.charAt(0), name.charAt(length >> 1));
    }
  }

  private static long bit(int first, int middle) {
    return 1L << first + 3 * middle;
  }

  /** For each length, whether one of the names has it; not to be changed. */
  boolean[] lengths() {
    return lengths;
  }

  /** The name at a place of a class file, or null where another is there. */
  @SuppressWarnings("deprecation")
  @Nullable String find(byte[] bytes, int at, int length) {
    if (length >= lengths.length
        || !lengths[length]
        || (pairs[length] & bit(bytes[at], bytes[at + (length >> 1)])) == 0) {
      return null;
    }
    String name = new String(bytes, 0, at, length);
    return names.contains(name) ? name : null;
  }
}
