// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import org.jspecify.annotations.Nullable;

/** Parses durations in brackets and after {@code offset}, with arithmetic. */
final class DurationParser {
  private static final double MAX_SECONDS = Long.MAX_VALUE / 1e9;

  private final TokenStream tokens;

  DurationParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** A duration that has to be positive. */
  DurationExpr range(String context, String expected) {
    if (!startsDuration()) {
      throw tokens.unexpected(context, expected);
    }
    DurationExpr duration = binary(1);
    if (duration instanceof DurationExpr.Literal literal && literal.seconds() <= 0) {
      throw tokens.error(literal.position().start(), "duration must be greater than 0");
    }
    return duration;
  }

  /** The operand of {@code offset}: one term, so that an operator after it is the expression's. */
  DurationExpr offset() {
    if (!startsDuration()) {
      throw tokens.unexpected("offset", "number, duration, step(), or range()");
    }
    Token first = tokens.peek();
    if (sign(first) == 0) {
      return primary();
    }
    tokens.next();
    return signed(first, primary());
  }

  private boolean startsDuration() {
    return switch (tokens.peek().type()) {
      case NUMBER, DURATION, LEFT_PAREN, STEP, RANGE, MIN_OF, MAX_OF -> true;
      default -> sign(tokens.peek()) != 0;
    };
  }

  private static int sign(Token token) {
    BinaryOp op = token.operator();
    return op == BinaryOp.ADD ? 1 : op == BinaryOp.SUB ? -1 : 0;
  }

  private DurationExpr binary(int least) {
    tokens.enter();
    DurationExpr left = unary();
    while (true) {
      Token token = tokens.peek();
      BinaryOp symbol = token.operator();
      DurationExpr.Op op = symbol == null ? null : operator(symbol);
      if (symbol == null || op == null || symbol.precedence() < least) {
        tokens.leave();
        return left;
      }
      tokens.next();
      tokens.countOperator();
      boolean power = op == DurationExpr.Op.POW;
      DurationExpr right = binary(power ? symbol.precedence() : symbol.precedence() + 1);
      boolean zero = right instanceof DurationExpr.Literal literal && literal.seconds() == 0;
      if (zero && (op == DurationExpr.Op.DIV || op == DurationExpr.Op.MOD)) {
        String what = op == DurationExpr.Op.DIV ? "division" : "modulo";
        throw tokens.error(token.start(), what + " by zero");
      }
      left = new DurationExpr.Binary(op, left, right, left.position().to(right.position()));
    }
  }

  private static DurationExpr.@Nullable Op operator(BinaryOp op) {
    return switch (op) {
      case ADD -> DurationExpr.Op.ADD;
      case SUB -> DurationExpr.Op.SUB;
      case MUL -> DurationExpr.Op.MUL;
      case DIV -> DurationExpr.Op.DIV;
      case MOD -> DurationExpr.Op.MOD;
      case POW -> DurationExpr.Op.POW;
      default -> null;
    };
  }

  private DurationExpr unary() {
    Token token = tokens.peek();
    if (sign(token) == 0) {
      return primary();
    }
    tokens.next();
    return signed(token, binary(BinaryOp.POW.precedence()));
  }

  private static DurationExpr signed(Token sign, DurationExpr operand) {
    Position position = sign.position().to(operand.position());
    boolean negative = sign(sign) < 0;
    if (operand instanceof DurationExpr.Literal literal) {
      double seconds = negative ? -literal.seconds() : literal.seconds();
      return new DurationExpr.Literal(seconds, position);
    }
    return negative ? new DurationExpr.Negative(operand, position) : operand;
  }

  private DurationExpr primary() {
    Token token = tokens.peek();
    return switch (token.type()) {
      case NUMBER, DURATION -> literal(tokens.next());
      case STEP, RANGE -> {
        tokens.next();
        tokens.expect(TokenType.LEFT_PAREN, "", "");
        Position position =
            token.position().to(tokens.expect(TokenType.RIGHT_PAREN, "", "").position());
        yield token.type() == TokenType.STEP
            ? new DurationExpr.Step(position)
            : new DurationExpr.Range(position);
      }
      case MIN_OF, MAX_OF -> {
        tokens.next();
        tokens.expect(TokenType.LEFT_PAREN, "", "");
        DurationExpr left = binary(1);
        tokens.expect(TokenType.COMMA, "", "");
        DurationExpr right = binary(1);
        Token close = tokens.expect(TokenType.RIGHT_PAREN, "", "");
        DurationExpr.Op op =
            token.type() == TokenType.MIN_OF ? DurationExpr.Op.MIN_OF : DurationExpr.Op.MAX_OF;
        yield new DurationExpr.Binary(op, left, right, token.position().to(close.position()));
      }
      case LEFT_PAREN -> {
        tokens.next();
        DurationExpr inner = binary(1);
        Token close = tokens.expect(TokenType.RIGHT_PAREN, "", "");
        yield new DurationExpr.Paren(inner, token.position().to(close.position()));
      }
      default -> throw tokens.unexpected("", "");
    };
  }

  private DurationExpr literal(Token token) {
    double seconds = literalValue(tokens, token);
    if (Math.abs(seconds) > MAX_SECONDS) {
      throw tokens.error(token.start(), "duration out of range");
    }
    return new DurationExpr.Literal(seconds, token.position());
  }

  /** The value of a number, or the seconds of a duration. */
  static double literalValue(TokenStream tokens, Token token) {
    try {
      return token.type() == TokenType.NUMBER
          ? NumberSyntax.number(token.text())
          : NumberSyntax.durationMillis(token.text()) / 1000.0;
    } catch (NumberFormatException e) {
      throw tokens.error(token.start(), "error parsing number: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw tokens.error(token.start(), e.getMessage());
    }
  }
}
