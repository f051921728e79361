// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.redact;

/**
 * Which characters may stand at one place of a match: of ASCII each by itself, all others together.
 *
 * @param low bits of the characters below 64
 * @param high of those from there on, below 128
 * @param other whether one beyond may
 */
record CharSet(long low, long high, boolean other) {
  static final CharSet NONE = new CharSet(0, 0, false);

  /** More of them are in a line of a log than others, about. */
  private static final int OF_LOWER_CASE = 8;

  private static final int OF_DIGITS = 4;
  private static final int OF_UPPER_CASE = 2;
  private static final double ALL = weight(new CharSet(-1, -1, false));

  static CharSet range(int from, int to) {
    CharSet set = NONE;
    for (int c = from; c <= Math.min(to, 127); c++) {
      set = set.or(c < 64 ? new CharSet(1L << c, 0, false) : new CharSet(0, 1L << c, false));
    }
    return to > 127 ? new CharSet(set.low, set.high, true) : set;
  }

  static CharSet of(String characters) {
    CharSet set = NONE;
    for (char c : characters.toCharArray()) {
      set = set.or(range(c, c));
    }
    return set;
  }

  CharSet or(CharSet that) {
    return new CharSet(low | that.low, high | that.high, other || that.other);
  }

  boolean has(int c) {
    return c < 64 ? (low >> c & 1) != 0 : c < 128 ? (high >> c & 1) != 0 : other;
  }

  /** With those that differ in case only: beyond ASCII, K and S have relatives. */
  CharSet folded() {
    CharSet folded = other ? or(of("kKsS")) : this;
    for (char c = 'a'; c <= 'z'; c++) {
      int upper = c - 'a' + 'A';
      if (folded.has(c) || folded.has(upper)) {
        folded = folded.or(range(c, c)).or(range(upper, upper));
      }
    }
    boolean beyond = folded.has('k') || folded.has('s');
    return beyond ? new CharSet(folded.low, folded.high, true) : folded;
  }

  /** How much it tells, in bits, that one of these stands at some place. */
  double bits() {
    return Math.log(ALL / Math.max(1, weight(this))) / Math.log(2);
  }

  private static double weight(CharSet set) {
    double weight = 0;
    for (int c = 0; c < 128; c++) {
      if (set.has(c)) {
        weight +=
            c == ' ' || c >= 'a' && c <= 'z'
                ? OF_LOWER_CASE
                : c >= '0' && c <= '9' ? OF_DIGITS : c >= 'A' && c <= 'Z' ? OF_UPPER_CASE : 1;
      }
    }
    return weight;
  }
}
