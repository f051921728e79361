// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

/**
 * Splits SQL of any dialect into tokens, in one pass and without ever failing. Where dialects
 * disagree about where a literal ends, it takes the longer reading, and says that it was in doubt.
 */
final class SqlScanner {
  /** Kind of the token read last. */
  enum Token {
    WORD,
    BACK_QUOTED,
    DOUBLE_QUOTED,
    LITERAL,
    PARAMETER,
    SYMBOL,
    END
  }

  private final String sql;
  private final int limit;
  private int at;
  private int start;
  private boolean space;
  private boolean doubtful;

  SqlScanner(String sql, int limit) {
    this.sql = sql;
    this.limit = Math.min(limit, sql.length());
  }

  /** Start of the token in the text. */
  int start() {
    return start;
  }

  /** End of the token in the text, exclusive. */
  int end() {
    return at;
  }

  /** Whether white space or a comment stands before the token. */
  boolean spaceBefore() {
    return space;
  }

  /**
   * Whether a literal so far held a backslash before its quote: an escape for some databases, the
   * literal's end for others.
   */
  boolean doubtful() {
    return doubtful;
  }

  /** The next character that is not white space, or 0; comments are not looked behind. */
  char following() {
    int i = at;
    while (i < limit && i < at + 8 && Character.isWhitespace(sql.charAt(i))) {
      i++;
    }
    return i < limit ? sql.charAt(i) : 0;
  }

  Token next() {
    skipSpace();
    start = at;
    if (at >= limit) {
      return Token.END;
    }
    char c = sql.charAt(at);
    if (c == '\'') {
      return quoted('\'', Token.LITERAL, false);
    }
    if (isWordStart(c)) {
      return word();
    }
    if (isDigit(c) || c == '.' && isDigit(peek(1))) {
      return number();
    }
    return switch (c) {
      case '"' -> quoted('"', Token.DOUBLE_QUOTED, false);
      case '`' -> quoted('`', Token.BACK_QUOTED, false);
      case '[' -> bracket();
      case '$' -> dollar();
      case '?' -> token(Token.PARAMETER, 1);
      case ':', '@' -> named(c);
      default -> token(Token.SYMBOL, 1);
    };
  }

  private void skipSpace() {
    space = false;
    while (at < limit) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '-' && peek(1) == '-' || c == '/' && peek(1) == '/') {
        int newline = sql.indexOf('\n', at);
        at = newline < 0 ? limit : Math.min(limit, newline + 1);
      } else if (c == '/' && peek(1) == '*') {
        skipBlockComment();
      } else {
        return;
      }
      space = true;
    }
  }

  private void skipBlockComment() {
    int depth = 0;
    do {
      if (sql.charAt(at) == '/' && peek(1) == '*') {
        depth++;
        at += 2;
      } else if (sql.charAt(at) == '*' && peek(1) == '/') {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < limit);
    at = Math.min(at, limit);
  }

  private Token word() {
    while (at < limit && isWordPart(sql.charAt(at))) {
      at++;
    }
    int length = at - start;
    if (length <= 2 && at < limit) {
      char last = Character.toLowerCase(sql.charAt(at - 1));
      char c = sql.charAt(at);
      if (c == '\'' && last == 'q') {
        return oracleQuoted();
      }
      if (c == '\'' && length == 1 && "enxb".indexOf(last) >= 0) {
        return quoted('\'', Token.LITERAL, last == 'e');
      }
      if (c == '&' && length == 1 && last == 'u' && (peek(1) == '\'' || peek(1) == '"')) {
        at++;
        return quoted(
            sql.charAt(at), sql.charAt(at) == '"' ? Token.DOUBLE_QUOTED : Token.LITERAL, false);
      }
    }
    return Token.WORD;
  }

  /** {@code q'[it's]'}: ends with the delimiter's counterpart and a quote. */
  private Token oracleQuoted() {
    char open = peek(1);
    int opening = "[({<".indexOf(open);
    char close = opening < 0 ? open : "])}>".charAt(opening);
    int i = at + 2;
    while (i + 1 < limit && !(sql.charAt(i) == close && sql.charAt(i + 1) == '\'')) {
      i++;
    }
    at = Math.min(limit, i + 2);
    return Token.LITERAL;
  }

  private Token quoted(char quote, Token token, boolean escapes) {
    at++;
    while (at < limit) {
      char c = sql.charAt(at);
      if (c == '\\' && quote != '`') {
        doubtful |= !escapes && peek(1) == quote;
        at += 2;
      } else if (c != quote) {
        at++;
      } else if (peek(1) == quote) {
        at += 2;
      } else {
        at++;
        return token;
      }
    }
    at = limit;
    return token == Token.BACK_QUOTED ? token : Token.LITERAL;
  }

  /** {@code [name]} of SQL Server, unless it is a subscript or holds what a name does not. */
  private Token bracket() {
    char before = start == 0 ? ' ' : sql.charAt(start - 1);
    if (isWordPart(before) || before == ']' || before == ')' || isDigit(peek(1))) {
      return token(Token.SYMBOL, 1);
    }
    for (int i = at + 1; i < Math.min(limit, at + 130); i++) {
      char c = sql.charAt(i);
      if (c == ']') {
        return token(Token.BACK_QUOTED, i + 1 - at);
      }
      if (c == '\'' || c == '"' || c == '?' || c == ':') {
        break;
      }
    }
    return token(Token.SYMBOL, 1);
  }

  /** {@code $1}, {@code $$text$$} or {@code $tag$text$tag$}; unclosed, a text up to the end. */
  private Token dollar() {
    int i = at + 1;
    while (i < limit && isWordPart(sql.charAt(i)) && sql.charAt(i) != '$') {
      i++;
    }
    if (i >= limit || sql.charAt(i) != '$' || isDigit(peek(1))) {
      return token(Token.PARAMETER, i - at);
    }
    int close = sql.indexOf(sql.substring(at, i + 1), i + 1);
    at = close < 0 ? limit : Math.min(limit, close + i + 1 - at);
    return Token.LITERAL;
  }

  private Token named(char c) {
    if (peek(1) == c && c == ':') {
      return token(Token.SYMBOL, 2);
    }
    int i = at + 1;
    while (i < limit && (isWordPart(sql.charAt(i)) || sql.charAt(i) == '@')) {
      i++;
    }
    return i == at + 1 ? token(Token.SYMBOL, 1) : token(Token.PARAMETER, i - at);
  }

  private Token number() {
    boolean hex = sql.charAt(at) == '0' && (peek(1) == 'x' || peek(1) == 'X');
    while (at < limit) {
      char c = sql.charAt(at);
      boolean exponent =
          !hex && (c == '+' || c == '-') && at > start && isExponent(sql.charAt(at - 1));
      if (!isDigit(c) && !Character.isLetter(c) && c != '.' && c != '_' && !exponent) {
        break;
      }
      at++;
    }
    return Token.LITERAL;
  }

  private Token token(Token token, int length) {
    at += length;
    return token;
  }

  private char peek(int offset) {
    return at + offset < limit ? sql.charAt(at + offset) : 0;
  }

  private static boolean isExponent(char c) {
    return c == 'e' || c == 'E';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_' || c == '#' || c > 0x7f && !Character.isWhitespace(c);
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }
}
