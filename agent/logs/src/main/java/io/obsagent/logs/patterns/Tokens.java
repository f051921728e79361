// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.patterns;

import java.util.ArrayList;
import java.util.List;

/** Cuts a message into words, and says which are parameters for sure. */
final class Tokens {
  /** What stands in the place of a parameter. */
  static final String ANY = "<*>";

  static final int MOST = 48;
  private static final int LONGEST = 64;

  private Tokens() {}

  /** The words of the first line, at most {@value #MOST}; at least one. */
  static String[] of(String message) {
    List<String> tokens = new ArrayList<>();
    int length = message.length();
    for (int i = 0; i < length && tokens.size() < MOST; ) {
      char c = message.charAt(i);
      if (c == '\n' && !tokens.isEmpty()) {
        break;
      }
      if (c <= ' ') {
        i++;
        continue;
      }
      int end = i + 1;
      while (end < length && message.charAt(end) > ' ') {
        end++;
      }
      tokens.add(token(message, i, end));
      i = end;
    }
    return tokens.isEmpty() ? new String[] {""} : tokens.toArray(new String[0]);
  }

  /**
   * A word with a digit in it is a parameter, as is a place for one; of {@code name=value} the
   * value is, and punctuation around a parameter stays.
   */
  private static String token(String message, int from, int end) {
    int start = from;
    while (start < end && isOpening(message.charAt(start))) {
      start++;
    }
    int equals = message.indexOf('=', start);
    if (equals > start && equals + 1 < end) {
      return message.substring(from, Math.min(equals + 1, from + LONGEST)) + ANY;
    }
    int last = end;
    while (last > start && isClosing(message.charAt(last - 1))) {
      last--;
    }
    boolean place = message.startsWith("{}", start) || message.startsWith("[redacted", start);
    if (place || hasDigit(message, start, last) || last - start > LONGEST) {
      return message.substring(from, start) + ANY + message.substring(Math.max(last, start), end);
    }
    return message.substring(from, end);
  }

  private static boolean hasDigit(String message, int from, int end) {
    for (int i = from; i < end; i++) {
      char c = message.charAt(i);
      if (c >= '0' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  private static boolean isOpening(char c) {
    return c == '(' || c == '[' || c == '"' || c == '\'' || c == '<';
  }

  private static boolean isClosing(char c) {
    return c == ')' || c == ']' || c == '"' || c == '\'' || c == '>' || c == ',' || c == '.'
        || c == ':' || c == ';' || c == '!' || c == '?';
  }
}
