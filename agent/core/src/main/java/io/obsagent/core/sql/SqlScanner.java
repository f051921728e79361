// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sql;

import static io.obsagent.core.sql.SqlChars.isDigit;
import static io.obsagent.core.sql.SqlChars.isWordPart;

import io.obsagent.spi.telemetry.SqlDialect;
import org.jspecify.annotations.Nullable;

/**
 * Splits SQL of any dialect into tokens, in one pass and without ever failing. Where dialects
 * disagree about where a literal, a comment or a name ends, and quotes are at stake, it says {@link
 * Token#UNKNOWN}: what follows could be inside of a literal, or outside.
 */
final class SqlScanner extends SqlReader {
  /** Kind of the token read last. */
  enum Token {
    WORD,
    BACK_QUOTED,
    DOUBLE_QUOTED,
    LITERAL,
    PARAMETER,
    SYMBOL,
    UNKNOWN,
    END
  }

  /** What SQL Server allows for a name, and its brackets. */
  private static final int MAX_BRACKET = 130;

  private static final int PARAMETER_DIGITS = 3;

  private final SqlDialect dialect;
  private int start;

  /** The letters of the token, if it is a word; 0 if not all are of ASCII. */
  private long letters;

  /**
   * @param chars of the text, as far as it is to be read; the caller may write before a token
   */
  SqlScanner(String sql, char[] chars, SqlDialect dialect) {
    super(sql, chars);
    this.dialect = dialect;
  }

  /** Start of the token in the text. */
  int start() {
    return start;
  }

  /** First character of the token. */
  char first() {
    return chars[start];
  }

  /** End of the token in the text, exclusive. */
  int end() {
    return at;
  }

  /** Which keyword the token, a word, is, or null. */
  @Nullable SqlKeyword keyword() {
    return SqlKeyword.of(letters, chars[start], at - start);
  }

  /** The next character that is not white space, or 0; comments are not looked behind. */
  char following() {
    int i = afterSpace();
    return i < chars.length ? chars[i] : 0;
  }

  /** The keyword that follows behind white space, or null. */
  @Nullable SqlKeyword followingKeyword() {
    int from = afterSpace();
    long read = 0;
    int to = from;
    for (; to < chars.length && isWordPart(chars[to]); to++) {
      int letter = SqlChars.letter(chars[to]);
      if (letter == 0) {
        return null;
      }
      read = read << SqlKeyword.LETTER_BITS | letter;
    }
    return from == to ? null : SqlKeyword.of(read, chars[from], to - from);
  }

  Token next() {
    int classes = skipSpace();
    start = at;
    if (doubtful) {
      return at < chars.length ? Token.UNKNOWN : Token.END;
    }
    if ((classes & SqlChars.WORD_START) != 0) {
      return word();
    }
    if ((classes & SqlChars.PLAIN) != 0) {
      at++;
      return Token.SYMBOL;
    }
    if ((classes & SqlChars.DIGIT) != 0) {
      return peek(8) == '-' && SqlChars.isUuid(chars, at) ? uuid() : number();
    }
    return at < chars.length ? special(chars[at]) : Token.END;
  }

  private Token uuid() {
    at = Math.min(chars.length, start + SqlChars.UUID_LENGTH);
    return Token.LITERAL;
  }

  private Token special(char c) {
    return switch (c) {
      case '\'' -> quoted('\'', Token.LITERAL, false);
      case '"' -> quoted('"', Token.DOUBLE_QUOTED, false);
      case '`' -> quoted('`', Token.BACK_QUOTED, false);
      case '.' -> isDigit(peek(1)) ? number() : token(Token.SYMBOL, 1);
      case '[' -> bracket();
      case '$' -> dollar();
      case '?' -> token(Token.PARAMETER, 1);
      case ':', '@' -> named(c);
      case '#' -> isDigit(peek(1)) ? token(Token.SYMBOL, 1) : word();
      default -> other(c);
    };
  }

  private Token other(char c) {
    if (c > 0x7f) {
      if (!SqlChars.isQuote(c)) {
        return word();
      }
      doubtful = true;
      return Token.UNKNOWN;
    }
    return token(c < ' ' || c > '~' ? Token.LITERAL : Token.SYMBOL, 1);
  }

  private Token word() {
    int end = at;
    long read = 0;
    for (int letter; end < chars.length && (letter = SqlChars.letter(chars[end])) != 0; end++) {
      read = read << SqlKeyword.LETTER_BITS | letter;
    }
    letters = read;
    at = end;
    char c = peek(0);
    if (c > 0x7f && isWordPart(c)) {
      letters = 0;
      at = SqlChars.endOfForeignWord(chars, end);
      return SqlChars.isName(sql, start, at) ? Token.WORD : Token.LITERAL;
    }
    if (c == '-' && end - start == 8 && SqlChars.isUuid(chars, start)) {
      return uuid();
    }
    Token literal = end - start <= 2 ? prefixed(end - start, c) : null;
    return literal == null ? Token.WORD : literal;
  }

  /** A literal, or a name, that letters before its quotes belong to; or null. */
  private @Nullable Token prefixed(int length, char c) {
    if (c == '\'' && SqlChars.isQ(sql, start, length)) {
      return oracleQuoted();
    }
    if (c == '\'' || c == '"' && dialect == SqlDialect.QUOTED_TEXT) {
      if (SqlChars.isPrefix(sql, start, at)) {
        return quoted(c, Token.LITERAL, length == 1 && (sql.charAt(start) | 0x20) == 'e');
      }
    }
    if (c == '&'
        && length == 1
        && (sql.charAt(start) | 0x20) == 'u'
        && (peek(1) == '\'' || peek(1) == '"')) {
      at++;
      char quote = chars[at];
      return quoted(quote, quote == '"' ? Token.DOUBLE_QUOTED : Token.LITERAL, false);
    }
    return null;
  }

  /** {@code q'[it's]'}: ends with the delimiter's counterpart and a quote. */
  private Token oracleQuoted() {
    char open = peek(1);
    int opening = "[({<".indexOf(open);
    char close = opening < 0 ? open : "])}>".charAt(opening);
    int i = at + 2;
    while (i + 1 < chars.length && !(sql.charAt(i) == close && sql.charAt(i + 1) == '\'')) {
      i++;
    }
    at = Math.min(chars.length, i + 2);
    return Token.LITERAL;
  }

  private Token quoted(char quote, Token token, boolean escapes) {
    int open = at;
    at++;
    while (at < chars.length) {
      char c = chars[at];
      if (c == '\\' && quote != '`') {
        doubtful |= !escapes && peek(1) == quote;
        at += 2;
      } else if (c != quote) {
        at++;
      } else if (peek(1) == quote) {
        at += 2;
      } else {
        at++;
        return SqlChars.isTriple(sql, open, quote, dialect) ? triple(open, quote) : token;
      }
    }
    at = chars.length;
    return token == Token.BACK_QUOTED ? token : Token.LITERAL;
  }

  /** Where the two ways to read it do not end alike, what follows is in doubt. */
  private Token triple(int open, char quote) {
    String quotes = quote == '"' ? "\"\"\"" : "'''";
    int close = sql.indexOf(quotes, open + quotes.length());
    doubtful |= close + quotes.length() != at;
    return Token.LITERAL;
  }

  /** {@code [name]} of SQL Server, unless it is a subscript or holds what a name does not. */
  private Token bracket() {
    int end = endOfBracket();
    char before = start == 0 ? ' ' : sql.charAt(start - 1);
    boolean subscript = isWordPart(before) || before == ']' || before == ')' || isDigit(peek(1));
    if (subscript || end < 0) {
      return token(Token.SYMBOL, 1);
    }
    return token(Token.BACK_QUOTED, end - at);
  }

  /**
   * Where a name in brackets ends, or -1 if it is none. Quotes that do not match leave in doubt
   * whether they are part of a name, or around an element of an array.
   */
  private int endOfBracket() {
    int quotes = 0;
    boolean name = true;
    int most = Math.min(chars.length, at + MAX_BRACKET);
    for (int i = at + 1; i < most; i++) {
      char c = sql.charAt(i);
      if (c == ']') {
        if (i + 1 < most && sql.charAt(i + 1) == ']') {
          i++;
          continue;
        }
        doubtful |= quotes % 2 != 0;
        return name ? i + 1 : -1;
      }
      quotes += c == '\'' || c == '"' || c == '`' ? 1 : 0;
      name &= c != '\'' && c != '"' && c != '?' && c != ':';
    }
    return -1;
  }

  /** {@code $1}, {@code $$text$$} or {@code $tag$text$tag$}; unclosed, a text up to the end. */
  private Token dollar() {
    int i = at + 1;
    while (i < chars.length && isWordPart(sql.charAt(i)) && sql.charAt(i) != '$') {
      i++;
    }
    if (isDigit(peek(1))) {
      return numbered(i);
    }
    if (i >= chars.length || sql.charAt(i) != '$') {
      return token(Token.PARAMETER, i - at);
    }
    int close = sql.indexOf(sql.substring(at, i + 1), i + 1);
    at = close < 0 ? chars.length : Math.min(chars.length, close + i + 1 - at);
    return Token.LITERAL;
  }

  /** {@code $1} is a parameter, {@code $19.99} money. */
  private Token numbered(int end) {
    boolean money = dialect == SqlDialect.MONEY || end - at > PARAMETER_DIGITS + 1;
    if (!money
        && !(end + 1 < chars.length && sql.charAt(end) == '.' && isDigit(sql.charAt(end + 1)))) {
      return token(Token.PARAMETER, end - at);
    }
    at++;
    return number();
  }

  private Token named(char c) {
    if (peek(1) == c && c == ':') {
      return token(Token.SYMBOL, 2);
    }
    char before = start == 0 ? ' ' : sql.charAt(start - 1);
    if (c == ':' && isDigit(peek(1)) && (isWordPart(before) || before == ']' || before == ')')) {
      return token(Token.SYMBOL, 1); // a slice of an array
    }
    int i = at + 1;
    while (i < chars.length && (isWordPart(sql.charAt(i)) || sql.charAt(i) == '@')) {
      i++;
    }
    boolean name = i > at + 1 && (isDigit(peek(1)) || SqlChars.isName(sql, at + 1, i));
    return name ? token(Token.PARAMETER, i - at) : token(Token.SYMBOL, 1);
  }

  private Token number() {
    boolean hex = chars[at] == '0' && (peek(1) == 'x' || peek(1) == 'X');
    while (at < chars.length) {
      char c = chars[at];
      boolean exponent =
          !hex && (c == '+' || c == '-') && at > start && (chars[at - 1] | 0x20) == 'e';
      if (!isWordPart(c) && c != '.' && !exponent) {
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
}
