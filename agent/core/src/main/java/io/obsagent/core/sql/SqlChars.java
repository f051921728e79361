// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

/** Which characters make up the words of SQL, whatever the script. */
final class SqlChars {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  static final int UUID_LENGTH = 36;

  private SqlChars() {}

  /** Whether a UUID is here, cut off perhaps: CQL writes them without quotes. */
  static boolean isUuid(String sql, int at, int limit) {
    int length = Math.min(UUID_LENGTH, limit - at);
    if (length <= 8 || sql.charAt(at + 8) != '-') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = sql.charAt(at + i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !isHex(c)) {
        return false;
      }
    }
    return at + length == limit || !isWordPart(sql.charAt(at + length));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(char c) {
    return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  static boolean isSpace(char c) {
    return Character.isWhitespace(c)
        || c > 0x7f && (Character.isSpaceChar(c) || c == BYTE_ORDER_MARK);
  }

  /** A letter or what some database takes for one; a digit of another script begins a word, too. */
  static boolean isWordStart(char c) {
    return c <= 0x7f
        ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '#'
        : !isSpace(c) && !isQuote(c);
  }

  static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }

  /** What a text editor makes of quotes: where such a quotation ends, no database tells. */
  static boolean isQuote(char c) {
    if (c <= 0x7f) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION ->
          true;
      default -> "´＇＂｀′″".indexOf(c) >= 0;
    };
  }

  /** Whether a word's characters are all such as names are made of. */
  static boolean isName(String sql, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = sql.charAt(i);
      if (c <= 0x7f) {
        continue;
      }
      int whole = sql.codePointAt(i);
      boolean first = i == start;
      if (!Character.isLetter(whole) && (first || !isContinuation(whole))) {
        return false;
      }
      i += Character.charCount(whole) - 1;
    }
    return true;
  }

  private static boolean isContinuation(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
