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
  private final long[] letters;

  /**
   * @param names in ASCII; none is empty
   */
  NameSet(Set<String> names) {
    this.names = Set.copyOf(names);
    int longest = -1;
    for (String name : names) {
      longest = Math.max(longest, name.length());
    }
    letters = new long[longest + 1];
    for (String name : names) {
      int length = name.length();
      letters[length] |= 1L << 3 * name.charAt(length >> 1) + name.charAt(length - 1);
    }
  }

  /**
   * For each length one bit for each pair of a middle and a last byte, modulo 64: none where no
   * name has it. Not to be changed.
   */
  long[] letters() {
    return letters;
  }

  /** The name at a place of a class file, or null where another is there. */
  @SuppressWarnings("deprecation")
  @Nullable String find(byte[] bytes, int at, int length) {
    if (length >= letters.length
        || letters[length] == 0
        || (letters[length] & 1L << 3 * bytes[at + (length >> 1)] + bytes[at + length - 1]) == 0) {
      return null;
    }
    String name = new String(bytes, 0, at, length);
    return names.contains(name) ? name : null;
  }
}
