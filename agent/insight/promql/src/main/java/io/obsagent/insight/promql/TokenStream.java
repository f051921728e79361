// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.List;

/** The tokens of an expression with a place in them, and the errors that may occur there. */
final class TokenStream {
  /** The deepest that expressions may be nested, and the most operators that one may have. */
  private static final int MAX_DEPTH = 200;

  private static final int MAX_OPERATORS = 1000;

  /** The longest text, in characters. */
  private static final int MAX_LENGTH = 100_000;

  private final String input;
  private final List<Token> tokens;
  private int index;
  private int depth;
  private int operators;
  private int lastClosing;

  TokenStream(String input) {
    this.input = input;
    if (input.length() > MAX_LENGTH) {
      throw new ParseException("", 0, "expression is longer than " + MAX_LENGTH + " characters");
    }
    this.tokens = Lexer.lex(input);
  }

  String input() {
    return input;
  }

  Token peek() {
    return tokens.get(index);
  }

  /** The token after the next one. */
  Token peekSecond() {
    return tokens.get(Math.min(index + 1, tokens.size() - 1));
  }

  boolean at(TokenType type) {
    return peek().type() == type;
  }

  boolean atOperator(String symbol) {
    return at(TokenType.OPERATOR) && peek().text().equals(symbol);
  }

  Token next() {
    Token token = peek();
    if (index < tokens.size() - 1) {
      index++;
    }
    switch (token.type()) {
      case RIGHT_BRACE, RIGHT_PAREN, RIGHT_BRACKET, DURATION, NUMBER -> lastClosing = token.end();
      default -> {}
    }
    return token;
  }

  boolean accept(TokenType type) {
    if (!at(type)) {
      return false;
    }
    next();
    return true;
  }

  /** The offset after the last token that can end a selector. */
  int lastClosing() {
    return lastClosing;
  }

  Token expect(TokenType type, String context, String expected) {
    if (!at(type)) {
      throw unexpected(context, expected);
    }
    return next();
  }

  /** The error that the next token does not belong here. */
  ParseException unexpected(String context, String expected) {
    Token token = peek();
    if (token.type() == TokenType.ERROR) {
      return error(token.start(), token.text());
    }
    String message = "unexpected " + token.describe();
    message += context.isEmpty() ? "" : " in " + context;
    message += expected.isEmpty() ? "" : ", expected " + expected;
    return error(token.start(), message);
  }

  ParseException error(int offset, String message) {
    return new ParseException(input, offset, message);
  }

  NotSupportedException notSupported(
      Token token, NotSupportedException.Feature feature, String what) {
    return new NotSupportedException(input, token.start(), feature, what);
  }

  /** Goes one level down; evaluation recurses as deep as the parser does. */
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw error(peek().start(), "expression is nested more than " + MAX_DEPTH + " levels deep");
    }
  }

  void leave() {
    depth--;
  }

  void countOperator() {
    if (++operators > MAX_OPERATORS) {
      throw error(peek().start(), "expression has more than " + MAX_OPERATORS + " operators");
    }
  }
}
