// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.promql.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what follows an operand: ranges, shifts in time, and how vectors match. */
final class ModifierParser {
  private static final String SHIFTABLE =
      " modifier must be preceded by an instant vector selector or range vector selector or a"
          + " subquery";

  private final TokenStream tokens;
  private final DurationParser durations;

  ModifierParser(TokenStream tokens) {
    this.tokens = tokens;
    this.durations = new DurationParser(tokens);
  }

  /** {@code on(…) group_left(…)} and the like, or nothing. */
  VectorMatching matching() {
    boolean on = tokens.at(TokenType.ON);
    VectorMatching matching = VectorMatching.DEFAULT;
    if (on || tokens.at(TokenType.IGNORING)) {
      tokens.next();
      List<String> labels = labels();
      boolean left = tokens.at(TokenType.GROUP_LEFT);
      Cardinality cardinality = Cardinality.ONE_TO_ONE;
      List<String> include = List.of();
      if (left || tokens.at(TokenType.GROUP_RIGHT)) {
        tokens.next();
        cardinality = left ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
        include = tokens.at(TokenType.LEFT_PAREN) ? labels() : List.of();
      }
      matching = new VectorMatching(cardinality, labels, on, include, null, null);
    }
    return filling(matching);
  }

  /** {@code fill(…)}, or {@code fill_left(…)} and {@code fill_right(…)} in either order. */
  private VectorMatching filling(VectorMatching matching) {
    if (tokens.accept(TokenType.FILL)) {
      double value = fillValue();
      return matching.withFill(value, value);
    }
    Double left = null;
    Double right = null;
    while (left == null && tokens.at(TokenType.FILL_LEFT)
        || right == null && tokens.at(TokenType.FILL_RIGHT)) {
      boolean onLeft = tokens.next().type() == TokenType.FILL_LEFT;
      double value = fillValue();
      left = onLeft ? Double.valueOf(value) : left;
      right = onLeft ? right : Double.valueOf(value);
    }
    return left == null && right == null ? matching : matching.withFill(left, right);
  }

  private double fillValue() {
    tokens.expect(TokenType.LEFT_PAREN, "fill modifier", "\"(\"");
    BinaryOp sign = tokens.peek().operator();
    if (sign == BinaryOp.ADD || sign == BinaryOp.SUB) {
      tokens.next();
    }
    if (!tokens.at(TokenType.NUMBER) && !tokens.at(TokenType.DURATION)) {
      throw tokens.unexpected("fill modifier", "number");
    }
    double value = DurationParser.literalValue(tokens, tokens.next());
    tokens.expect(TokenType.RIGHT_PAREN, "fill modifier", "\")\"");
    return sign == BinaryOp.SUB ? -value : value;
  }

  /** Label names in parentheses. */
  List<String> labels() {
    tokens.expect(TokenType.LEFT_PAREN, "grouping opts", "\"(\"");
    List<String> labels = new ArrayList<>();
    while (!tokens.accept(TokenType.RIGHT_PAREN)) {
      Token token = tokens.peek();
      boolean quoted = token.type() == TokenType.STRING;
      if (!quoted && !SelectorParser.isLabelName(token)) {
        throw tokens.unexpected("grouping opts", "label");
      }
      tokens.next();
      String label = quoted ? Quoting.unquote(token.text()) : token.text();
      if (!Quoting.isLabelName(label)) {
        throw tokens.error(
            token.start(), "invalid label name for grouping: " + Quoting.quote(label));
      }
      labels.add(label);
      if (!tokens.at(TokenType.RIGHT_PAREN)) {
        tokens.expect(TokenType.COMMA, "grouping opts", "\",\" or \")\"");
      }
    }
    return labels;
  }

  /** Ranges and shifts after an operand. */
  Expr postfix(Expr operand) {
    Expr expr = operand;
    while (true) {
      Token token = tokens.peek();
      switch (token.type()) {
        case LEFT_BRACKET -> {
          tokens.countOperator();
          tokens.next();
          expr = brackets(expr, token);
        }
        case OFFSET -> {
          tokens.next();
          expr = offset(expr, durations.offset());
        }
        case AT -> {
          tokens.next();
          expr = at(expr, instant());
        }
        case ANCHORED, SMOOTHED -> {
          tokens.next();
          expr = bounded(expr, token);
        }
        default -> {
          return expr;
        }
      }
    }
  }

  private Expr brackets(Expr expr, Token open) {
    DurationExpr range =
        durations.range("subquery or range selector", "number, duration, step(), or range()");
    if (tokens.at(TokenType.RIGHT_BRACKET)) {
      Token close = tokens.next();
      return matrix(expr, range, open, close);
    }
    tokens.expect(TokenType.COLON, "subquery or range", "\":\" or \"]\"");
    DurationExpr step = null;
    if (!tokens.at(TokenType.RIGHT_BRACKET)) {
      step = durations.range("subquery selector", "number, duration, step(), range(), or \"]\"");
    }
    Token close = tokens.expect(TokenType.RIGHT_BRACKET, "subquery selector", "\"]\"");
    Position position = expr.position().to(close.position());
    return new Expr.Subquery(expr, range, step, TimeShift.NONE, position);
  }

  private Expr matrix(Expr expr, DurationExpr range, Token open, Token close) {
    if (!(expr instanceof Expr.VectorSelector vector)) {
      throw tokens.error(open.start(), "ranges only allowed for vector selectors");
    }
    if (vector.shift().offset() != null) {
      throw tokens.error(open.start(), "no offset modifiers allowed before range");
    }
    if (vector.shift().at() != null) {
      throw tokens.error(open.start(), "no @ modifiers allowed before range");
    }
    return new Expr.MatrixSelector(vector, range, vector.position().to(close.position()));
  }

  private Expr offset(Expr expr, DurationExpr offset) {
    TimeShift shift = shiftOf(expr);
    if (shift == null) {
      throw tokens.error(expr.position().start(), "offset" + SHIFTABLE);
    }
    if (shift.offset() != null) {
      throw tokens.error(expr.position().start(), "offset may not be set multiple times");
    }
    boolean none = offset instanceof DurationExpr.Literal literal && literal.seconds() == 0;
    return shifted(expr, new TimeShift(none ? null : offset, shift.at()));
  }

  private Expr at(Expr expr, TimeShift.At at) {
    TimeShift shift = shiftOf(expr);
    if (shift == null) {
      throw tokens.error(expr.position().start(), "@" + SHIFTABLE);
    }
    if (shift.at() != null) {
      throw tokens.error(expr.position().start(), "@ <timestamp> may not be set multiple times");
    }
    return shifted(expr, new TimeShift(shift.offset(), at));
  }

  private Expr bounded(Expr expr, Token modifier) {
    RangeBoundary boundary =
        modifier.type() == TokenType.ANCHORED ? RangeBoundary.ANCHORED : RangeBoundary.SMOOTHED;
    Expr.VectorSelector vector =
        expr instanceof Expr.MatrixSelector matrix
            ? matrix.vector()
            : expr instanceof Expr.VectorSelector selector ? selector : null;
    if (vector == null) {
      String where = expr instanceof Expr.Subquery ? "supported for subqueries" : "implemented";
      throw tokens.error(expr.position().start(), boundary.word() + " modifier is not " + where);
    }
    if (vector.boundary() != RangeBoundary.NONE && vector.boundary() != boundary) {
      throw tokens.error(
          expr.position().start(), "anchored and smoothed modifiers cannot be used together");
    }
    Expr.VectorSelector bounded = vector.with(boundary);
    return expr instanceof Expr.MatrixSelector matrix
        ? new Expr.MatrixSelector(bounded, matrix.range(), matrix.position())
        : bounded;
  }

  private TimeShift.At instant() {
    Token token = tokens.peek();
    if (token.type() == TokenType.START || token.type() == TokenType.END) {
      tokens.next();
      tokens.expect(TokenType.LEFT_PAREN, "@", "timestamp");
      tokens.expect(TokenType.RIGHT_PAREN, "@", "timestamp");
      return token.type() == TokenType.START ? new TimeShift.At.Start() : new TimeShift.At.End();
    }
    BinaryOp sign = token.operator();
    if (sign == BinaryOp.ADD || sign == BinaryOp.SUB) {
      tokens.next();
    }
    if (!tokens.at(TokenType.NUMBER) && !tokens.at(TokenType.DURATION)) {
      throw tokens.unexpected("@", "timestamp");
    }
    double seconds = DurationParser.literalValue(tokens, tokens.next());
    seconds = sign == BinaryOp.SUB ? -seconds : seconds;
    if (!(Math.abs(seconds) < Long.MAX_VALUE / 1000.0)) {
      throw tokens.error(
          token.start(), "timestamp out of bounds for @ modifier: " + NumberSyntax.format(seconds));
    }
    return new TimeShift.At.Instant(Math.round(seconds * 1000));
  }

  private static @Nullable TimeShift shiftOf(Expr expr) {
    if (expr instanceof Expr.VectorSelector vector) {
      return vector.shift();
    }
    if (expr instanceof Expr.MatrixSelector matrix) {
      return matrix.vector().shift();
    }
    return expr instanceof Expr.Subquery subquery ? subquery.shift() : null;
  }

  private Expr shifted(Expr expr, TimeShift shift) {
    Position position = expr.position().until(tokens.lastClosing());
    if (expr instanceof Expr.VectorSelector v) {
      return v.with(shift, position);
    }
    if (expr instanceof Expr.MatrixSelector matrix) {
      Expr.VectorSelector v = matrix.vector();
      return new Expr.MatrixSelector(v.with(shift, v.position()), matrix.range(), position);
    }
    Expr.Subquery s = (Expr.Subquery) expr;
    return new Expr.Subquery(s.inner(), s.range(), s.step(), shift, position);
  }
}
