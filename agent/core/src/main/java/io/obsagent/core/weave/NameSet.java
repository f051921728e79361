// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A few names, looked for in each class that is loaded: nearly every other is turned away by its
 * length and its first letter, before a string is made of it. Immutable.
 */
final class NameSet {
  static final NameSet EMPTY = new NameSet(Set.of());

  private final Set<String> names;

  /** For each length, one bit for each first byte, modulo 64. */
  private final long[] firstBytes;

  private final int shortest;

  /**
   * @param names in ASCII; none is empty
   */
  NameSet(Set<String> names) {
    this.names = Set.copyOf(names);
    int longest = 0;
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      longest = Math.max(longest, name.length());
      least = Math.min(least, name.length());
    }
    shortest = least;
    firstBytes = new long[longest + 1];
    for (String name : names) {
      firstBytes[name.length()] |= 1L << name.charAt(0);
    }
  }

  /** The least length of a name, in bytes. */
  int shortest() {
    return shortest;
  }

  int longest() {
    return firstBytes.length - 1;
  }

  /** The name at a place of a class file, or null where another is there. */
  @SuppressWarnings("deprecation")
  @Nullable String find(byte[] bytes, int at, int length) {
    if (length >= firstBytes.length || length == 0 || (firstBytes[length] & 1L << bytes[at]) == 0) {
      return null;
    }
    String name = new String(bytes, 0, at, length);
    return names.contains(name) ? name : null;
  }
}
