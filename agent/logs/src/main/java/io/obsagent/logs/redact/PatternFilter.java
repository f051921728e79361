// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of many patterns may match a text at all: one pass over its characters looks for a factor
 * of each at once. Four characters in a row say by a bit for each factor whether they may be the
 * four of it that tell most; only then is the whole factor compared. A text in which nothing looks
 * like a match costs the same for one pattern as for all. Immutable.
 *
 * <pre>
 *   text      …   p   a   t   i   …
 *   masks       [0]&amp;[1]&amp;[2]&amp;[3]     a bit for each factor
 * </pre>
 */
final class PatternFilter {
  private static final int WINDOW = 4;
  private static final int OTHER = 128;

  /** Stands before a text; a factor with fewer places than the window has begins after it. */
  private static final int BEFORE = OTHER + 1;

  /**
   * For each character and, within it, each place of the window: the factors that have it there.
   */
  private final long[] masks = new long[WINDOW * (BEFORE + 1)];

  private final List<Factor> factors = new ArrayList<>();

  /** Patterns without a factor. */
  private final long always;

  /**
   * @param sets one for each place
   * @param end of the window: places up to there
   * @param pattern its bit
   */
  private record Factor(List<CharSet> sets, int end, long pattern) {
    /**
     * @param last of the window, in the text
     */
    boolean isIn(String text, int last) {
      int from = last + 1 - end;
      if (from < 0 || from + sets.size() > text.length()) {
        return false;
      }
      for (int place = 0; place < sets.size(); place++) {
        if (!sets.get(place).has(text.charAt(from + place))) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * @param patterns at most 64
   */
  PatternFilter(List<String> patterns) {
    long without = 0;
    for (int i = 0; i < patterns.size(); i++) {
      List<List<CharSet>> own = PatternFactors.of(patterns.get(i));
      if (own.isEmpty() || factors.size() + own.size() > Long.SIZE) {
        without |= 1L << i;
        continue;
      }
      for (List<CharSet> sets : own) {
        add(new Factor(sets, end(sets), 1L << i));
      }
    }
    this.always = without;
  }

  /** Where the window ends that tells most. */
  private static int end(List<CharSet> sets) {
    int best = Math.min(WINDOW, sets.size());
    for (int end = best + 1; end <= sets.size(); end++) {
      best = bits(sets, end) > bits(sets, best) ? end : best;
    }
    return best;
  }

  private static double bits(List<CharSet> sets, int end) {
    return PatternFactors.bits(sets.subList(Math.max(0, end - WINDOW), end));
  }

  private void add(Factor factor) {
    long bit = 1L << factors.size();
    factors.add(factor);
    for (int place = 0; place < WINDOW; place++) {
      int at = factor.end() - WINDOW + place;
      for (int c = 0; c <= BEFORE; c++) {
        if (at < 0 || c < BEFORE && factor.sets().get(at).has(c)) {
          masks[WINDOW * c + place] |= bit;
        }
      }
    }
  }

  /** A bit for each pattern that may match. */
  long candidates(String text) {
    return factors.isEmpty() ? always : always | found(text);
  }

  private long found(String text) {
    long[] known = masks;
    long one = known[WINDOW * BEFORE];
    long two = one & known[WINDOW * BEFORE + 1];
    long three = two & known[WINDOW * BEFORE + 2];
    long found = 0;
    for (int i = 0; i < text.length(); i++) {
      int at = WINDOW * Math.min(text.charAt(i), OTHER);
      long all = three & known[at + 3];
      three = two & known[at + 2];
      two = one & known[at + 1];
      one = known[at];
      if (all != 0) {
        found |= compared(text, i, all, found);
      }
    }
    return found;
  }

  private long compared(String text, int last, long seen, long known) {
    long found = known;
    for (long left = seen; left != 0; left &= left - 1) {
      Factor factor = factors.get(Long.numberOfTrailingZeros(left));
      if ((found & factor.pattern()) == 0 && factor.isIn(text, last)) {
        found |= factor.pattern();
      }
    }
    return found;
  }
}
