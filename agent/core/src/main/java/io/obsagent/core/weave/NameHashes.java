// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.nio.charset.StandardCharsets;

/**
 * A set of names of classes, of which only 64 bits each are kept: the names themselves would be the
 * most that the agent holds in a large application. That two of a loader's ten thousand names are
 * taken for each other has odds of one to some hundred billions. Thread-safe; locks only itself,
 * and that not to read.
 */
final class NameHashes {
  /** Odd and without a pattern: each letter changes what comes before it in all its bits. */
  static final long FACTOR = 0x9e3779b97f4a7c15L;

  static final long SEED = 1;

  private volatile long[] table = new long[16];
  private int size;

  /**
   * What is kept of a name: for each letter, from {@link #SEED} on, times {@link #FACTOR} and plus
   * the letter. That it is 0, which is the sign for none, is as likely as that it is another's.
   *
   * @param name as a class file's bytes
   */
  static long hash(byte[] name) {
    long hash = SEED;
    for (byte letter : name) {
      hash = hash * FACTOR + letter;
    }
    return hash;
  }

  /** The same, of a name whose bytes are its letters. */
  static long hash(String name) {
    return hash(name.getBytes(StandardCharsets.ISO_8859_1));
  }

  synchronized void add(long hash) {
    long[] hashes = table;
    if (3 * ++size > 2 * hashes.length) {
      hashes = new long[2 * hashes.length];
      for (long each : table) {
        if (each != 0) {
          hashes[place(hashes, each)] = each;
        }
      }
      table = hashes;
    }
    int at = place(hashes, hash);
    size -= hashes[at] == 0 ? 0 : 1;
    hashes[at] = hash;
  }

  /** Without a lock: what another thread adds meanwhile may or may not be there yet. */
  boolean contains(long hash) {
    long[] hashes = table;
    return hashes[place(hashes, hash)] != 0;
  }

  /** Where a hash is, or where it is to be put. */
  private static int place(long[] hashes, long hash) {
    int last = hashes.length - 1;
    int at = (int) (hash >>> 32) & last;
    while (hashes[at] != 0 && hashes[at] != hash) {
      at = at + 1 & last;
    }
    return at;
  }
}
