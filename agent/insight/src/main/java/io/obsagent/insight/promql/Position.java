// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/**
 * A part of an expression's text.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 */
public record Position(int start, int end) {
  Position to(Position other) {
    return new Position(start, other.end);
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
      } else if (!Character.isLowSurrogate(c)) {
        column += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 4 : 3;
      }
    }
    return line + ":" + column;
  }
}
