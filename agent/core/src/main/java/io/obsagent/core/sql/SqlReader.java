// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import static io.obsagent.core.sql.SqlChars.isSpace;

/**
 * Where a text is being read, and what lies between its tokens. Where dialects disagree about what
 * is a comment, and quotes are at stake, what follows is in doubt.
 */
abstract sealed class SqlReader permits SqlScanner {
  /** What is no token, is a comment perhaps, or tells nothing by its class. */
  private static final int NO_TOKEN = SqlChars.SPACE | SqlChars.COMMENT | SqlChars.FOREIGN;

  final String sql;

  /** The same, as far as it is read; what lies before the token may have been overwritten. */
  final char[] chars;

  int at;
  boolean doubtful;
  private int gap;

  /** Up to here no quote was found when a comment was in doubt: each line is looked at once. */
  private int withoutQuotes;

  SqlReader(String sql, char[] chars) {
    this.sql = sql;
    this.chars = chars;
  }

  /** What stands before the token: 0 for nothing, 1 for one blank, -1 for other white space. */
  final int gap() {
    return gap;
  }

  final char peek(int offset) {
    return at + offset < chars.length ? chars[at + offset] : 0;
  }

  final int afterSpace() {
    int i = at;
    while (i < chars.length && isSpace(chars[i])) {
      i++;
    }
    return i;
  }

  /**
   * Goes on to the next token.
   *
   * @return the classes of its first character; 0 at the end
   */
  final int skipSpace() {
    gap = at < chars.length && chars[at] == ' ' ? 1 : 0;
    int i = at + gap;
    if (i < chars.length) {
      int classes = SqlChars.of(chars[i]);
      if ((classes & NO_TOKEN) == 0) {
        at = i;
        return classes;
      }
    }
    return skipMore(i);
  }

  /** Goes on where there is more than a blank, or what its class alone does not tell. */
  private int skipMore(int from) {
    for (int i = from; i < chars.length; i++) {
      char c = chars[i];
      int classes = SqlChars.of(c);
      if ((classes & NO_TOKEN) == 0) {
        at = i;
        return classes;
      }
      if (!isSpace(c)) {
        at = i;
        if ((classes & SqlChars.COMMENT) == 0 || !skipComment(c)) {
          return classes;
        }
        i = at - 1;
      }
      gap = -1;
    }
    at = chars.length;
    return 0;
  }

  private boolean skipComment(char c) {
    if (c == '-' && peek(1) == '-' || c == '/' && peek(1) == '/') {
      if (!isCommentEverywhere() && hasQuoteUntil(endOfLine())) {
        doubtful = true;
        return false;
      }
      at = endOfLine();
    } else if (c == '/' && peek(1) == '*') {
      skipBlockComment();
    } else {
      doubtful |= c == '#' && hasQuoteUntil(endOfLine());
      return false;
    }
    return true;
  }

  /** MySQL wants white space behind the dashes: without it they are two signs. */
  private boolean isCommentEverywhere() {
    return chars[at] == '-' && (at + 2 >= chars.length || Character.isWhitespace(peek(2)));
  }

  private int endOfLine() {
    int newline = sql.indexOf('\n', at);
    return newline < 0 ? chars.length : Math.min(chars.length, newline + 1);
  }

  private boolean hasQuoteUntil(int end) {
    for (int i = Math.max(at, withoutQuotes); i < end; i++) {
      char c = chars[i];
      if (c == '\'' || c == '"' || c == '`' || c == '$' || c == '*') {
        return true;
      }
    }
    withoutQuotes = Math.max(withoutQuotes, end);
    return false;
  }

  /** Comments nest, for some databases: what is between the first end and the last is in doubt. */
  private void skipBlockComment() {
    int depth = 0;
    int firstEnd = -1;
    boolean disputed = false;
    do {
      char c = chars[at];
      if (c == '/' && peek(1) == '*') {
        depth++;
        at += 2;
      } else if (c == '*' && peek(1) == '/') {
        depth--;
        at += 2;
        firstEnd = firstEnd < 0 ? at : firstEnd;
      } else {
        disputed |= firstEnd >= 0 && "'\"`$#-".indexOf(c) >= 0;
        at++;
      }
    } while (depth > 0 && at < chars.length);
    at = Math.min(at, chars.length);
    doubtful |= disputed;
  }
}
