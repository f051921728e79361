// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.redact;

/**
 * Numbers of payment cards, in groups or not: they begin as one of the networks' do, have its
 * length, and the last digit fits by <a href="https://en.wikipedia.org/wiki/Luhn_algorithm">Luhn's
 * algorithm</a>. Times in milliseconds begin with 1, as no card does.
 */
final class CardNumbers {
  private static final int SHORTEST = 13;
  private static final int LONGEST = 19;

  private CardNumbers() {}

  /** Where the digits end that begin at {@code i}. */
  static int groupEnd(String text, int i) {
    int end = i + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Where the number ends that begins at {@code i}, or -1 if it is no card's. */
  static int end(String text, int i) {
    char first = text.charAt(i);
    if (first < '2' || first > '6') {
      return -1;
    }
    int found = -1;
    int digits = 0;
    for (int at = i; at < text.length() && digits < LONGEST; at++) {
      char c = text.charAt(at);
      if (isDigit(c)) {
        digits++;
        boolean whole = at + 1 == text.length() || !Redaction.isWord(text.charAt(at + 1));
        if (whole && digits >= SHORTEST && isCard(text, i, at + 1, digits)) {
          found = at + 1;
        }
      } else if (c != ' ' && c != '-' || !isDigit(text.charAt(at - 1))) {
        break;
      }
    }
    return found;
  }

  private static boolean isCard(String text, int from, int end, int digits) {
    int second = second(text, from);
    boolean known =
        switch (text.charAt(from)) {
          case '2' -> digits == 16 && second >= 2 && second <= 7;
          case '3' ->
              digits == 15 && (second == 4 || second == 7)
                  || digits == 14 && (second == 0 || second == 6 || second == 8)
                  || digits >= 16 && second == 5;
          case '4' -> digits == 13 || digits == 16 || digits == 19;
          case '5' -> digits == 16;
          default -> digits >= 16;
        };
    return known && fits(text, from, end);
  }

  private static int second(String text, int from) {
    char next = text.charAt(from + 1);
    return isDigit(next) ? next - '0' : -1;
  }

  private static boolean fits(String text, int from, int end) {
    int sum = 0;
    boolean twice = false;
    for (int i = end - 1; i >= from; i--) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        int value = (c - '0') * (twice ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
        twice = !twice;
      }
    }
    return sum % 10 == 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
