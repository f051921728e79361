// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.Set;

/**
 * A few names, asked for each constant of each class that is loaded: nearly every one is turned
 * away by its length and its first letter, before a string is made of it. Immutable.
 */
final class NameSet {
  static final NameSet EMPTY = new NameSet(Set.of());

  private final Set<String> names;

  /** For each length, one bit for each first byte, modulo 64. */
  private final long[] firstBytes;

  /**
   * @param names of methods; none is empty
   */
  NameSet(Set<String> names) {
    this.names = Set.copyOf(names);
    int longest = 0;
    for (String name : names) {
      longest = Math.max(longest, name.length());
    }
    firstBytes = new long[longest + 1];
    for (String name : names) {
      firstBytes[name.length()] |= 1L << name.charAt(0);
    }
  }

  @SuppressWarnings("deprecation")
  boolean contains(byte[] bytes, int at, int length) {
    return length < firstBytes.length
        && length > 0
        && (firstBytes[length] & 1L << bytes[at]) != 0
        && names.contains(new String(bytes, 0, at, length));
  }
}
