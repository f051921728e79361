// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Texts that come up again and again, kept once and written as a number: names, keys, statements. A
 * text gets a number when it is seen the second time, until there is no more room. Written by one
 * thread; whoever has got what was written with it may read.
 */
final class Words {
  static final int NONE = -1;

  private static final int MAX_WORDS = 8_192;
  private static final int MAX_CHARS = 1_000_000;
  private static final int MAX_LENGTH = 1_024;
  private static final int SEEN = 4_096;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final int[] seen = new int[SEEN];
  private volatile String[] words = new String[64];
  private int chars;

  /** The number of a text, or {@link #NONE} if it is to be written out. */
  int number(String text) {
    Integer known = numbers.get(text);
    if (known != null) {
      return known;
    }
    int hash = text.hashCode();
    int slot = (hash * 0x9E3779B9) >>> 20;
    if (seen[slot] != hash) {
      seen[slot] = hash;
      return NONE;
    }
    return add(text);
  }

  private int add(String text) {
    int size = numbers.size();
    if (size == MAX_WORDS || text.length() > MAX_LENGTH || chars + text.length() > MAX_CHARS) {
      return NONE;
    }
    String[] all = words;
    if (size == all.length) {
      all = Arrays.copyOf(all, 2 * size);
    }
    all[size] = text;
    words = all;
    chars += text.length();
    numbers.put(text, size);
    return size;
  }

  String word(int number) {
    return words[number];
  }

  /** All of them, for another process. */
  void write(Bytes out) {
    int size = numbers.size();
    out.number(size);
    for (int i = 0; i < size; i++) {
      out.text(words[i]);
    }
  }

  /** What was written, to read by. */
  static Words read(Bytes in) {
    Words read = new Words();
    for (long left = in.number(); left > 0; left--) {
      read.add(in.text());
    }
    return read;
  }

  /** Heap that it uses, about. */
  long bytes() {
    return 2L * chars + 128L * numbers.size();
  }
}
