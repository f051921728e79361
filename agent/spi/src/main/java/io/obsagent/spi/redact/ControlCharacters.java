// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.redact;

/**
 * Characters that a terminal or a reader would obey in the place of showing them: they begin lines,
 * move cursors, change colours and the direction of the text. Colours are left out; of all else its
 * number is shown.
 */
final class ControlCharacters {
  private static final char ESCAPE = 0x1b;
  private static final char CSI = 0x9b;
  private static final int LONGEST_SEQUENCE = 32;

  private ControlCharacters() {}

  /** Of those beyond ASCII. */
  static boolean isOne(char c) {
    return c < 0xa0
        || c >= 0x2028 && c <= 0x202e
        || c >= 0x2066 && c <= 0x2069
        || c == 0x200e
        || c == 0x200f;
  }

  /** Where that ends which the one at {@code i} begins. */
  static int end(String text, int i) {
    char c = text.charAt(i);
    boolean lineEnd = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
    int sequence = sequence(text, i);
    return lineEnd ? i + 2 : Math.max(sequence, i + 1);
  }

  /** The end of a control sequence as ECMA-48 has them; -1 if there is none. */
  private static int sequence(String text, int i) {
    boolean escaped =
        text.charAt(i) == ESCAPE && i + 1 < text.length() && text.charAt(i + 1) == '[';
    if (!escaped && text.charAt(i) != CSI) {
      return -1;
    }
    int most = Math.min(text.length(), i + LONGEST_SEQUENCE);
    for (int at = i + (escaped ? 2 : 1); at < most; at++) {
      char c = text.charAt(at);
      if (c >= 0x40 && c <= 0x7e) {
        return at + 1;
      }
      if (c < 0x20 || c > 0x3f) {
        return -1;
      }
    }
    return -1;
  }

  static String replacement(String text, int i, int end, boolean lines) {
    char c = text.charAt(i);
    if (c == '\r' || c == '\n') {
      return lines ? "\n" : c == '\r' && end == i + 1 ? "\\r" : "\\n";
    }
    if (c == '\t') {
      return "\\t";
    }
    return sequence(text, i) > 0 ? "" : String.format("\\u%04x", (int) c);
  }
}
