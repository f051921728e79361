// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/**
 * A part of an expression's text.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 * @param line the line of its first character, from one
 * @param column the column of its first character, from one, in bytes of UTF-8
 */
public record Position(int start, int end, int line, int column) {
  Position to(Position other) {
    return until(other.end);
  }

  Position until(int newEnd) {
    return new Position(start, newEnd, line, column);
  }

  /** As messages write it. */
  String place() {
    return line + ":" + column;
  }

  /** The place as messages write it: {@code line:column}, both counted from one, in UTF-8 bytes. */
  static String lineAndColumn(String input, int offset) {
    if (input.isEmpty()) {
      return "unknown position";
    }
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(offset, input.length()); i++) {
      char c = input.charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else {
        column += width(c);
      }
    }
    return line + ":" + column;
  }

  /** The bytes that a character takes; a surrogate pair takes four in all. */
  static int width(char c) {
    return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
