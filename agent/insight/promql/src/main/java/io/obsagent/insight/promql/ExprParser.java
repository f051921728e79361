// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.promql.NotSupportedException.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Recursive descent for the forms, precedence climbing for the binary operators. A sign binds
 * looser than {@code ^} and tighter than {@code *}; range, {@code offset} and {@code @} bind
 * tightest.
 */
final class ExprParser {
  private final TokenStream tokens;
  private final SelectorParser selectors;
  private final ModifierParser modifiers;

  ExprParser(TokenStream tokens) {
    this.tokens = tokens;
    this.selectors = new SelectorParser(tokens);
    this.modifiers = new ModifierParser(tokens);
  }

  Expr parse() {
    return binary(1);
  }

  private Expr binary(int least) {
    tokens.enter();
    Expr left = unary();
    while (true) {
      Token token = tokens.peek();
      if (token.type() == TokenType.TRIM_LOWER || token.type() == TokenType.TRIM_UPPER) {
        throw tokens.notSupported(token, Feature.NATIVE_HISTOGRAMS, "the operator " + token.text());
      }
      BinaryOp op = token.operator();
      if (op == null || op.precedence() < least) {
        tokens.leave();
        return left;
      }
      tokens.next();
      tokens.countOperator();
      left = operation(left, op);
    }
  }

  private Expr operation(Expr left, BinaryOp op) {
    boolean returnBool = tokens.accept(TokenType.BOOL);
    VectorMatching matching = modifiers.matching();
    Expr right = binary(op == BinaryOp.POW ? op.precedence() : op.precedence() + 1);
    if (op.isSet() && matching.cardinality() == VectorMatching.Cardinality.ONE_TO_ONE) {
      matching = matching.withCardinality(VectorMatching.Cardinality.MANY_TO_MANY);
    }
    Position position = left.position().to(right.position());
    return new Expr.BinaryExpr(op, left, right, returnBool, matching, position);
  }

  private Expr unary() {
    BinaryOp sign = tokens.peek().operator();
    if (sign != BinaryOp.ADD && sign != BinaryOp.SUB) {
      return modifiers.postfix(primary());
    }
    Token token = tokens.next();
    Expr operand = binary(BinaryOp.POW.precedence());
    Position position = token.position().to(operand.position());
    boolean negative = sign == BinaryOp.SUB;
    if (operand instanceof Expr.NumberLiteral number) {
      double value = negative ? -number.value() : number.value();
      return new Expr.NumberLiteral(value, number.duration(), position);
    }
    return new Expr.UnaryExpr(negative, operand, position);
  }

  private Expr primary() {
    Token token = tokens.peek();
    switch (token.type()) {
      case NUMBER, DURATION -> {
        tokens.next();
        double value = DurationParser.literalValue(tokens, token);
        boolean duration = token.type() == TokenType.DURATION;
        return new Expr.NumberLiteral(value, duration, token.position());
      }
      case STRING -> {
        tokens.next();
        return new Expr.StringLiteral(Quoting.unquote(token.text()), token.position());
      }
      case LEFT_PAREN -> {
        tokens.next();
        Expr inner = binary(1);
        Token close = tokens.expect(TokenType.RIGHT_PAREN, "", "");
        return new Expr.ParenExpr(inner, token.position().to(close.position()));
      }
      default -> {
        return named(token);
      }
    }
  }

  private Expr named(Token token) {
    TokenType after = tokens.peekSecond().type();
    boolean call = after == TokenType.LEFT_PAREN;
    if (token.type() == TokenType.AGGREGATOR
        && (call || after == TokenType.BY || after == TokenType.WITHOUT)) {
      return aggregation(tokens.next());
    }
    boolean callable =
        token.type() == TokenType.IDENTIFIER || token.type().kind() == TokenType.Kind.PREPROCESSOR;
    return call && callable ? call(tokens.next()) : selectors.parse();
  }

  private Expr call(Token name) {
    List<Expr> arguments = arguments("", "");
    Function function = Function.named(name.text());
    if (function == null) {
      function = Function.named(name.text().toLowerCase(Locale.ROOT));
      boolean keyword = name.type().kind() == TokenType.Kind.PREPROCESSOR;
      if (function == null || !keyword) {
        throw tokens.error(
            name.start(), "unknown function with name " + Quoting.quote(name.text()));
      }
    }
    if (function == Function.INFO) {
      throw tokens.notSupported(name, Feature.EXPERIMENTAL_FUNCTION, "the function info()");
    }
    if (function == Function.START_TIMESTAMP) {
      throw tokens.notSupported(name, Feature.START_TIMESTAMPS, "the function start_timestamp()");
    }
    if (function.isNativeHistogramOnly()) {
      throw tokens.notSupported(
          name, Feature.NATIVE_HISTOGRAMS, "the function " + function.symbol() + "()");
    }
    Position position = name.position().until(tokens.lastClosing());
    return new Expr.Call(function, arguments, position);
  }

  private List<Expr> arguments(String context, String expected) {
    tokens.expect(TokenType.LEFT_PAREN, context, expected);
    List<Expr> arguments = new ArrayList<>();
    if (tokens.accept(TokenType.RIGHT_PAREN)) {
      return arguments;
    }
    while (true) {
      arguments.add(binary(1));
      if (tokens.accept(TokenType.RIGHT_PAREN)) {
        return arguments;
      }
      Token comma = tokens.expect(TokenType.COMMA, "", "");
      if (tokens.at(TokenType.RIGHT_PAREN)) {
        throw tokens.error(comma.start(), "trailing commas not allowed in function call args");
      }
    }
  }

  private Expr aggregation(Token name) {
    boolean without = tokens.at(TokenType.WITHOUT);
    List<String> grouping = List.of();
    boolean grouped = without || tokens.at(TokenType.BY);
    if (grouped) {
      tokens.next();
      grouping = modifiers.labels();
    }
    List<Expr> arguments = arguments("aggregation", "");
    if (!grouped && (tokens.at(TokenType.BY) || tokens.at(TokenType.WITHOUT))) {
      without = tokens.next().type() == TokenType.WITHOUT;
      grouping = modifiers.labels();
    }
    Aggregator op = name.aggregator();
    if (op == null) {
      throw tokens.unexpected("aggregation", "");
    }
    if (arguments.isEmpty()) {
      throw tokens.error(name.start(), "no arguments for aggregate expression provided");
    }
    int wanted = op.takesParameter() ? 2 : 1;
    if (arguments.size() != wanted) {
      throw tokens.error(
          name.start(),
          "wrong number of arguments for aggregate expression provided, expected "
              + (wanted + ", got " + arguments.size()));
    }
    Position position = name.position().until(tokens.lastClosing());
    Expr parameter = wanted == 2 ? arguments.get(0) : null;
    Expr inner = arguments.get(wanted - 1);
    return new Expr.Aggregation(op, inner, parameter, grouping, without, position);
  }
}
