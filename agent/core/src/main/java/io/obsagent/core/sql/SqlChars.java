// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import io.obsagent.spi.telemetry.SqlDialect;
import java.util.Locale;

/** Which characters make up the words of SQL, whatever the script. */
final class SqlChars {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  static final int UUID_LENGTH = 36;

  /** Of no keyword. */
  private static final int OTHER_LETTER = 28;

  /** What a character of ASCII may be; of others the methods tell. */
  static final int SPACE = 1;

  static final int WORD_START = 2;
  static final int WORD_PART = 4;
  static final int DIGIT = 8;
  static final int HEX = 16;
  static final int OPERATOR = 32;

  /** Behind a name these may stand, but behind no word that begins a clause. */
  static final int AFTER_NAME = 64;

  /** Nothing but itself, whatever stands around it. */
  static final int PLAIN = 128;

  /** May begin a comment. */
  static final int COMMENT = 256;

  /** Not of ASCII. */
  static final int FOREIGN = 512;

  private static final short[] CLASSES = new short[128];

  static {
    for (char c = 0; c < CLASSES.length; c++) {
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      boolean digit = c >= '0' && c <= '9';
      boolean start = letter || c == '_' || c == '#';
      boolean hex = digit || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      CLASSES[c] =
          (short)
              ((Character.isWhitespace(c) ? SPACE : 0)
                  | (start && c != '#' ? WORD_START : 0)
                  | (start || digit || c == '$' ? WORD_PART : 0)
                  | (digit ? DIGIT : 0)
                  | (hex ? HEX : 0)
                  | ("=<>!|+-/%~^".indexOf(c) >= 0 ? OPERATOR : 0)
                  | (",)=<>;|%]}^&".indexOf(c) >= 0 ? AFTER_NAME : 0)
                  | ("(),;=<>*+%!^&|~{}]\\".indexOf(c) >= 0 ? PLAIN : 0)
                  | ("-/#".indexOf(c) >= 0 ? COMMENT : 0));
    }
  }

  /** Letters that may stand before a quote and belong to the literal. */
  private static final String PREFIXES = " E N X B R G GX UX BX BR RB ";

  private static final byte[] LETTERS = new byte[128];

  static {
    for (char c = 0; c < LETTERS.length; c++) {
      if (c == '_') {
        LETTERS[c] = 27;
      } else if ((CLASSES[c] & WORD_PART) != 0) {
        LETTERS[c] = (byte) (c >= 'A' ? c & 0x1f : OTHER_LETTER);
      }
    }
  }

  private SqlChars() {}

  /** For BigQuery three quotes begin a text that one quote does not end. */
  static boolean isTriple(String sql, int at, char quote, SqlDialect dialect) {
    return quote != '`'
        && (dialect == SqlDialect.ANY || dialect == SqlDialect.QUOTED_TEXT)
        && sql.startsWith(quote == '"' ? "\"\"\"" : "'''", at);
  }

  /** {@code q} or {@code nq}. */
  static boolean isQ(String sql, int from, int length) {
    return (sql.charAt(from + length - 1) | 0x20) == 'q'
        && (length == 1 || (sql.charAt(from) | 0x20) == 'n');
  }

  static boolean isPrefix(String sql, int from, int to) {
    return PREFIXES.contains(" " + sql.substring(from, to).toUpperCase(Locale.ROOT) + " ");
  }

  static int of(char c) {
    return c < CLASSES.length ? CLASSES[c] : FOREIGN;
  }

  /**
   * A number of five bits for what words of ASCII are made of, one for a letter in either case; 0
   * for all else.
   */
  static int letter(char c) {
    return c < LETTERS.length ? LETTERS[c] : 0;
  }

  static int endOfForeignWord(char[] sql, int from) {
    int end = from;
    while (end < sql.length && isWordPart(sql[end])) {
      end++;
    }
    return end;
  }

  /** Whether it is a character of ASCII of one of these classes. */
  static boolean is(char c, int classes) {
    return c < CLASSES.length && (CLASSES[c] & classes) != 0;
  }

  /** Whether a UUID is here, cut off perhaps: CQL writes them without quotes. */
  static boolean isUuid(char[] sql, int at) {
    int length = Math.min(UUID_LENGTH, sql.length - at);
    for (int i = 0; i < length; i++) {
      char c = sql[at + i];
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !isHex(c)) {
        return false;
      }
    }
    return at + length == sql.length || !isWordPart(sql[at + length]);
  }

  static boolean isDigit(char c) {
    return is(c, DIGIT);
  }

  private static boolean isHex(char c) {
    return is(c, HEX);
  }

  static boolean isSpace(char c) {
    return c < CLASSES.length
        ? (CLASSES[c] & SPACE) != 0
        : Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK;
  }

  /** A letter or what some database takes for one; a digit of another script begins a word, too. */
  static boolean isWordStart(char c) {
    return c < CLASSES.length ? (CLASSES[c] & WORD_START) != 0 : !isSpace(c) && !isQuote(c);
  }

  static boolean isWordPart(char c) {
    return c < CLASSES.length ? (CLASSES[c] & WORD_PART) != 0 : isWordStart(c);
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
