// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

/**
 * A set of names of classes, of which only 64 bits each are kept: the names themselves would be the
 * most that the agent holds in a large application. That two of a loader's ten thousand names are
 * taken for each other has odds of one to some billions. Thread-safe; locks only itself.
 */
final class NameHashes {
  private long[] table = new long[16];
  private int size;

  synchronized void add(String name) {
    if (2 * ++size > table.length) {
      long[] before = table;
      table = new long[2 * before.length];
      for (long hash : before) {
        if (hash != 0) {
          table[place(hash)] = hash;
        }
      }
    }
    long hash = hash(name);
    int at = place(hash);
    size -= table[at] == 0 ? 0 : 1;
    table[at] = hash;
  }

  synchronized boolean contains(String name) {
    return table[place(hash(name))] != 0;
  }

  /** Where a hash is, or where it is to be put. */
  private int place(long hash) {
    int at = (int) hash & table.length - 1;
    while (table[at] != 0 && table[at] != hash) {
      at = at + 1 & table.length - 1;
    }
    return at;
  }

  /** The string's own hash, and what tells apart strings that have it in common; never 0. */
  private static long hash(String name) {
    int length = name.length();
    long letters = 1;
    for (int i = length >> 1; i < length; i += 1 + (length - i >> 1)) {
      letters = 131 * letters + name.charAt(i);
    }
    return letters << 32 | 31 * length + name.hashCode() & 0xffffffffL;
  }
}
