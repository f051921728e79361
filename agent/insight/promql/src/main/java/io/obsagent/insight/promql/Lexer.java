// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits an expression into tokens; stops at the first error, which becomes the last token. */
final class Lexer {
  private static final int END = -1;

  private final String input;
  private final List<Token> tokens = new ArrayList<>();
  private int pos;
  private int start;
  private int counted;
  private int line = 1;
  private int column = 1;
  private int parens;
  private boolean inBraces;
  private boolean inBrackets;
  private boolean colonSeen;
  private boolean durationSeen;

  private Lexer(String input) {
    this.input = input;
  }

  /** All tokens; the last one is {@link TokenType#EOF} or {@link TokenType#ERROR}. */
  static List<Token> lex(String input) {
    Lexer lexer = new Lexer(input);
    while (lexer.step()) {}
    return lexer.tokens;
  }

  private int peek() {
    return pos < input.length() ? input.codePointAt(pos) : END;
  }

  private int next() {
    int c = peek();
    pos += c == END ? 0 : Character.charCount(c);
    return c;
  }

  private boolean accept(char expected) {
    if (peek() == expected) {
      pos++;
      return true;
    }
    return false;
  }

  private boolean emit(TokenType type) {
    add(type, input.substring(start, pos));
    return type != TokenType.EOF;
  }

  private boolean fail(String message) {
    add(TokenType.ERROR, message);
    return false;
  }

  private void add(TokenType type, String text) {
    while (counted < start) {
      char c = input.charAt(counted++);
      column = c == '\n' ? 1 : column + Position.width(c);
      line += c == '\n' ? 1 : 0;
    }
    tokens.add(new Token(type, text, start, line, column));
  }

  /** Reads one token; false after the last one. */
  private boolean step() {
    while (isSpace(peek())) {
      pos++;
    }
    start = pos;
    int c = peek();
    if (c == '#' && !inBrackets) {
      skipComment();
      return true;
    }
    if (c == END) {
      return end();
    }
    if (c == '"' || c == '\'' || c == '`') {
      return inBrackets ? unexpectedInDuration() : string(next());
    }
    if (inBraces) {
      return inBraces();
    }
    if (isDigit(c) || c == '.' && pos + 1 < input.length() && isDigit(input.charAt(pos + 1))) {
      return numberOrDuration();
    }
    if (inBrackets) {
      return inBrackets();
    }
    if (isAlpha(c) || c == ':') {
      return word();
    }
    next();
    return symbol(c);
  }

  private boolean end() {
    if (inBraces) {
      return fail("unexpected end of input inside braces");
    }
    if (inBrackets && tokens.get(tokens.size() - 1).type() == TokenType.LEFT_BRACKET) {
      return fail("unexpected end of input in duration expression");
    }
    if (parens != 0) {
      return fail("unclosed left parenthesis");
    }
    if (inBrackets) {
      return fail("unclosed left bracket");
    }
    return emit(TokenType.EOF);
  }

  private void skipComment() {
    while (peek() != END && peek() != '\n' && peek() != '\r') {
      next();
    }
  }

  private boolean symbol(int c) {
    switch (c) {
      case ',' -> {
        return emit(TokenType.COMMA);
      }
      case '*', '/', '%', '+', '-', '^' -> {
        return emit(TokenType.OPERATOR);
      }
      case '@' -> {
        return emit(TokenType.AT);
      }
      case '=' -> {
        if (peek() == '~') {
          return fail("unexpected character after '=': '~'");
        }
        return emit(accept('=') ? TokenType.OPERATOR : TokenType.ASSIGN);
      }
      case '!' -> {
        int after = next();
        return after == '='
            ? emit(TokenType.OPERATOR)
            : fail("unexpected character after '!': " + charName(after));
      }
      case '<' -> {
        boolean trim = !accept('=') && accept('/');
        return emit(trim ? TokenType.TRIM_UPPER : TokenType.OPERATOR);
      }
      case '>' -> {
        boolean trim = !accept('=') && accept('/');
        return emit(trim ? TokenType.TRIM_LOWER : TokenType.OPERATOR);
      }
      default -> {
        return bracketing(c);
      }
    }
  }

  private boolean bracketing(int c) {
    switch (c) {
      case '(', ')' -> {
        return parenthesis(c);
      }
      case '{' -> {
        inBraces = true;
        return emit(TokenType.LEFT_BRACE);
      }
      case '[' -> {
        inBrackets = true;
        colonSeen = false;
        durationSeen = false;
        return emit(TokenType.LEFT_BRACKET);
      }
      case ']' -> {
        return fail("unexpected right bracket ']'");
      }
      default -> {
        return fail("unexpected character: " + charName(c));
      }
    }
  }

  private boolean parenthesis(int c) {
    if (c == '(') {
      parens++;
      return emit(TokenType.LEFT_PAREN);
    }
    if (--parens < 0) {
      start = pos;
      return fail("unexpected right parenthesis ')'");
    }
    return emit(TokenType.RIGHT_PAREN);
  }

  private boolean inBraces() {
    int c = next();
    if (isAlpha(c)) {
      while (isAlpha(peek()) || isDigit(peek())) {
        pos++;
      }
      return emit(TokenType.IDENTIFIER);
    }
    switch (c) {
      case ',' -> {
        return emit(TokenType.COMMA);
      }
      case '=' -> {
        return emit(accept('~') ? TokenType.REGEX : TokenType.ASSIGN);
      }
      case '!' -> {
        int after = next();
        return after == '~'
            ? emit(TokenType.NOT_REGEX)
            : after == '='
                ? emit(TokenType.OPERATOR)
                : fail("unexpected character after '!' inside braces: " + charName(after));
      }
      case '{' -> {
        return fail("unexpected left brace '{'");
      }
      case '}' -> {
        inBraces = false;
        return emit(TokenType.RIGHT_BRACE);
      }
      default -> {
        return fail("unexpected character inside braces: " + charName(c));
      }
    }
  }

  private boolean inBrackets() {
    int c = next();
    switch (c) {
      case ']' -> {
        inBrackets = false;
        return emit(TokenType.RIGHT_BRACKET);
      }
      case ':' -> {
        return colon();
      }
      case '(', ')' -> {
        return parenthesis(c);
      }
      case '+', '-', '*', '/', '%', '^' -> {
        return emit(TokenType.OPERATOR);
      }
      case ',' -> {
        return emit(TokenType.COMMA);
      }
      case '[' -> {
        return fail("unexpected left bracket '['");
      }
      default -> {
        pos = start;
        return durationWord();
      }
    }
  }

  private boolean colon() {
    if (colonSeen) {
      start = pos;
      return fail("unexpected colon ':'");
    }
    if (tokens.get(tokens.size() - 1).type() == TokenType.LEFT_BRACKET) {
      start = pos;
      return fail("unexpected colon before duration in duration expression");
    }
    colonSeen = true;
    return emit(TokenType.COLON);
  }

  private boolean durationWord() {
    while (isAlpha(peek())) {
      pos++;
    }
    String word = input.substring(start, pos).toLowerCase(Locale.ROOT);
    TokenType type = TokenType.keyword(word);
    if (type == TokenType.STEP
        || type == TokenType.RANGE
        || type == TokenType.MAX_OF
        || type == TokenType.MIN_OF) {
      return emit(type);
    }
    pos = start;
    return unexpectedInDuration();
  }

  private boolean unexpectedInDuration() {
    String found = charName(peek());
    return fail(
        durationSeen && isAlpha(peek())
            ? "unexpected character: " + found + ", expected ':'"
            : "unexpected character in duration expression: " + found);
  }

  private boolean word() {
    while (isAlpha(peek()) || isDigit(peek()) || peek() == ':') {
      pos++;
    }
    String word = input.substring(start, pos);
    TokenType keyword = TokenType.keyword(word.toLowerCase(Locale.ROOT));
    if (keyword != null && !(isFill(keyword) && !parenFollows())) {
      return emit(keyword);
    }
    return emit(word.indexOf(':') < 0 ? TokenType.IDENTIFIER : TokenType.METRIC_IDENTIFIER);
  }

  private static boolean isFill(TokenType type) {
    return type == TokenType.FILL || type == TokenType.FILL_LEFT || type == TokenType.FILL_RIGHT;
  }

  private boolean parenFollows() {
    int i = pos;
    while (i < input.length() && isSpace(input.charAt(i))) {
      i++;
    }
    return i < input.length() && input.charAt(i) == '(';
  }

  private boolean string(int quote) {
    StringSyntax.End end = StringSyntax.end(input, pos, quote);
    String wrong = end.wrong();
    if (wrong != null) {
      return fail(wrong);
    }
    pos = end.offset();
    return emit(TokenType.STRING);
  }

  private boolean numberOrDuration() {
    durationSeen = true;
    int end = NumberSyntax.numberEnd(input, pos);
    TokenType type = TokenType.NUMBER;
    if (end < 0) {
      int wrong = -end;
      end = NumberSyntax.durationEnd(input, pos);
      type = TokenType.DURATION;
      if (end < 0) {
        pos = Math.min(input.length(), Math.max(wrong, -end));
        return fail("bad number or duration syntax: " + Quoting.quote(input.substring(start, pos)));
      }
    }
    pos = end;
    return emit(type);
  }

  private static String charName(int c) {
    return c == END ? "end of input" : Quoting.quoteChar(c);
  }

  static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  static boolean isAlpha(int c) {
    return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
