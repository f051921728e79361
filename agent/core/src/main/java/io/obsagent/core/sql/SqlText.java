// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

/**
 * The text without data, written over the characters that it is made of: it is never ahead of what
 * is read. What stays as it stands is moved a range at a time; a text that stays as a whole is the
 * statement's own.
 */
final class SqlText {
  private final String sql;
  private final char[] chars;
  private int length;

  /** What comes next and has not been moved yet. */
  private int from;

  private int to;

  SqlText(String sql, char[] chars) {
    this.sql = sql;
    this.chars = chars;
  }

  boolean isEmpty() {
    return length == 0 && from == to;
  }

  boolean endsWith(char c) {
    return from == to ? length > 0 && chars[length - 1] == c : sql.charAt(to - 1) == c;
  }

  /**
   * Goes on with a part of the statement.
   *
   * @param gap what stands before it: see {@link SqlReader#gap}
   */
  void copy(int start, int end, int gap) {
    if (start - to == gap && from != to) {
      to = end;
      return;
    }
    move(gap);
    from = start;
    to = end;
  }

  void write(char c, int gap) {
    move(gap);
    chars[length++] = c;
  }

  private void move(int gap) {
    int size = to - from;
    if (length != from) {
      System.arraycopy(chars, from, chars, length, size);
    }
    length += size;
    from = to;
    if (gap != 0 && length > 0) {
      chars[length++] = ' ';
    }
  }

  @Override
  public String toString() {
    if (length == 0) {
      return sql.substring(from, to);
    }
    move(0);
    return new String(chars, 0, length);
  }
}
