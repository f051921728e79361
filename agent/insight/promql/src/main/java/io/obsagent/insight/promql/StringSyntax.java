// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the end of a string literal and what is wrong with it. */
final class StringSyntax {
  private static final int END = -1;

  /**
   * Where a literal ends.
   *
   * @param offset after the closing quote
   * @param wrong a message if it is not a literal, or null
   */
  record End(int offset, @Nullable String wrong) {}

  private final String input;
  private int pos;

  private StringSyntax(String input, int pos) {
    this.input = input;
    this.pos = pos;
  }

  /** The end of the literal of which the opening quote stands before an offset. */
  static End end(String input, int from, int quote) {
    StringSyntax syntax = new StringSyntax(input, from);
    String wrong = syntax.skip(quote);
    return new End(syntax.pos, wrong);
  }

  private int next() {
    if (pos == input.length()) {
      return END;
    }
    int c = input.codePointAt(pos);
    pos += Character.charCount(c);
    return c;
  }

  private @Nullable String skip(int quote) {
    boolean raw = quote == '`';
    while (true) {
      int c = next();
      if (c == quote) {
        return null;
      }
      if (c == END || c == '\n' && !raw) {
        return raw ? "unterminated raw string" : "unterminated quoted string";
      }
      if (c == 0xfffd || c >= 0xd800 && c < 0xe000) {
        return "invalid UTF-8 rune";
      }
      String wrong = c == '\\' && !raw ? escape(quote) : null;
      if (wrong != null) {
        return wrong;
      }
    }
  }

  /** Reads an escape sequence after its backslash; a message if it is not one. */
  private @Nullable String escape(int quote) {
    int c = next();
    if (c == quote || c != END && "abfnrtv\\".indexOf(c) >= 0) {
      return null;
    }
    boolean octal = c >= '0' && c <= '7';
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : octal ? 3 : 0;
    if (c == END) {
      return "escape sequence not terminated";
    }
    if (digits == 0) {
      return "unknown escape sequence " + unicodeName(c);
    }
    long value = 0;
    int base = octal ? 8 : 16;
    for (int i = 0; i < digits; i++) {
      int digit = octal && i == 0 ? c : next();
      int number = digit >= 0x80 ? -1 : Character.digit(digit, base);
      if (digit == END) {
        return "escape sequence not terminated";
      }
      if (number < 0) {
        return "illegal character " + unicodeName(digit) + " in escape sequence";
      }
      value = value * base + number;
    }
    long most = octal || c == 'x' ? 255 : Character.MAX_CODE_POINT;
    return value > most || value >= 0xd800 && value < 0xe000
        ? "escape sequence is an invalid Unicode code point"
        : null;
  }

  private static String unicodeName(int c) {
    return String.format(Locale.ROOT, "U+%04X '%s'", c, Character.toString(c));
  }
}
