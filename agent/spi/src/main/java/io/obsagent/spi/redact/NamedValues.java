// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.redact;

/**
 * What follows a name: {@code password=x}, {@code "password": "x"}, {@code --token=x}, {@code
 * Authorization: Bearer x}; and what stands before the host of a URL.
 */
final class NamedValues {
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_USER_INFO = 512;

  private NamedValues() {}

  /** Whether the colon at {@code i} is that of {@code ://}. */
  static boolean isAuthority(String text, int i) {
    return text.charAt(i) == ':' && text.startsWith("//", i + 1);
  }

  /** Where user and password end: at the last @ before the path; else at {@code from}. */
  static int userInfoEnd(String text, int from) {
    int at = from;
    int most = Math.min(text.length(), from + LONGEST_USER_INFO);
    for (int i = from; i < most; i++) {
      char c = text.charAt(i);
      if (c == '@') {
        at = i;
      } else if (c <= ' ' || "/?#\"'<>".indexOf(c) >= 0) {
        break;
      }
    }
    // A host's colon is a sign of its own, so what is no user must end before it.
    return at == from ? -1 : at;
  }

  /**
   * Where the value begins that is assigned at {@code i}, if its name is that of a secret; or -1.
   */
  static int start(String text, int i, SecretNames names) {
    int end = i;
    while (end > 0 && i - end < 2 && text.charAt(end - 1) == ' ') {
      end--;
    }
    while (end > 0 && isQuote(text.charAt(end - 1))) {
      end--;
    }
    int from = end;
    while (from > 0 && end - from <= LONGEST_NAME && isName(text.charAt(from - 1))) {
      from--;
    }
    if (from == end || !names.has(text, from, end)) {
      return -1;
    }
    int start = i + 1;
    if (start < text.length() && (text.charAt(start) == '>' || text.charAt(start) == '=')) {
      start++;
    }
    while (start < text.length() && start - i <= 4 && text.charAt(start) == ' ') {
      start++;
    }
    while (start < text.length() && isQuote(text.charAt(start))) {
      start++;
    }
    int word = word(text, start);
    boolean scheme =
        word < text.length() && text.charAt(word) == ' ' && isScheme(text, start, word);
    return scheme ? word + 1 : start;
  }

  private static boolean isName(char c) {
    return Redaction.isWord(c) || c == '-' || c == '.';
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '\\';
  }

  /** Where the value ends that begins at {@code start}; -1 if it is none, or tells nothing. */
  static int end(String text, int start) {
    if (start >= text.length()) {
      return -1;
    }
    char before = text.charAt(start - 1);
    int end = isQuote(before) ? quoted(text, start, before) : word(text, start);
    return end == start || tellsNothing(text, start, end) ? -1 : end;
  }

  private static int quoted(String text, int start, char quote) {
    boolean escaped = start > 1 && text.charAt(start - 2) == '\\';
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == quote && (escaped || text.charAt(i - 1) != '\\')) {
        return escaped && i > start && text.charAt(i - 1) == '\\' ? i - 1 : i;
      }
    }
    return text.length();
  }

  private static int word(String text, int start) {
    int end = start;
    while (end < text.length() && !ends(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean ends(char c) {
    return switch (c) {
      case ',', ';', '&', ')', '}', ']', '|', '"', '\'', '<', '>', '\\' -> true;
      default -> c <= ' ';
    };
  }

  private static boolean isScheme(String text, int start, int end) {
    return is(text, start, end, "bearer")
        || is(text, start, end, "basic")
        || is(text, start, end, "digest")
        || is(text, start, end, "token")
        || is(text, start, end, "negotiate");
  }

  private static boolean tellsNothing(String text, int start, int end) {
    return is(text, start, end, "null")
        || is(text, start, end, "true")
        || is(text, start, end, "false")
        || is(text, start, end, "none")
        || text.startsWith("[redacted", start)
        || text.startsWith("****", start);
  }

  private static boolean is(String text, int start, int end, String word) {
    return end - start == word.length() && text.regionMatches(true, start, word, 0, word.length());
  }
}
