// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of many patterns may match a text at all: one pass over its characters looks for a factor
 * of each at once, a bit for each place of a factor (Baeza-Yates and Gonnet, "A new approach to
 * text searching"). A text in which nothing looks like a match costs no more. Immutable.
 */
final class PatternFilter {
  private static final int OTHER = 128;
  private static final int PER_WORD = Long.SIZE / PatternFactors.MOST;
  private static final int MOST_WORDS = 8;

  /** For each word and character: the places where it may stand. */
  private final long[][] masks;

  /** The first places of the factors, and the last ones. */
  private final long[] first;

  private final long[] last;

  /** For each word and each of its factors: the pattern's bit. */
  private final long[][] patterns;

  /** Patterns without a factor. */
  private final long always;

  /**
   * @param patterns at most 64
   */
  PatternFilter(List<String> patterns) {
    List<List<CharSet>> factors = new ArrayList<>();
    List<Long> owners = new ArrayList<>();
    long without = 0;
    for (int i = 0; i < patterns.size(); i++) {
      List<List<CharSet>> own = PatternFactors.of(patterns.get(i));
      if (own.isEmpty() || factors.size() + own.size() > MOST_WORDS * PER_WORD) {
        without |= 1L << i;
        continue;
      }
      for (List<CharSet> factor : own) {
        factors.add(factor);
        owners.add(1L << i);
      }
    }
    int words = (factors.size() + PER_WORD - 1) / PER_WORD;
    this.masks = new long[words][OTHER + 1];
    this.first = new long[words];
    this.last = new long[words];
    this.patterns = new long[words][PER_WORD];
    this.always = without;
    for (int i = 0; i < factors.size(); i++) {
      add(factors.get(i), i / PER_WORD, i % PER_WORD, owners.get(i));
    }
  }

  private void add(List<CharSet> factor, int word, int index, long owner) {
    int from = index * PatternFactors.MOST;
    first[word] |= 1L << from;
    last[word] |= 1L << from + factor.size() - 1;
    patterns[word][index] = owner;
    for (int place = 0; place < factor.size(); place++) {
      for (int c = 0; c <= OTHER; c++) {
        if (factor.get(place).has(c)) {
          masks[word][c] |= 1L << from + place;
        }
      }
    }
  }

  /** A bit for each pattern that may match. */
  long candidates(String text) {
    long found = always;
    for (int word = 0; word < masks.length; word++) {
      long seen = seen(text, masks[word], first[word]) & last[word];
      for (; seen != 0; seen &= seen - 1) {
        found |= patterns[word][Long.numberOfTrailingZeros(seen) / PatternFactors.MOST];
      }
    }
    return found;
  }

  /** All places that factors came to. */
  private static long seen(String text, long[] masks, long first) {
    long state = 0;
    long seen = 0;
    for (int i = 0; i < text.length(); i++) {
      state = (state << 1 | first) & masks[Math.min(text.charAt(i), OTHER)];
      seen |= state;
    }
    return seen;
  }
}
