// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.VectorMatching.Cardinality;
import java.util.List;

/** Checks that operands and arguments have the types that they need. */
final class TypeCheck {
  private final String input;

  TypeCheck(String input) {
    this.input = input;
  }

  void check(Expr expr) {
    if (expr instanceof Expr.Aggregation aggregation) {
      aggregation(aggregation);
    } else if (expr instanceof Expr.BinaryExpr binary) {
      binary(binary);
    } else if (expr instanceof Expr.Call call) {
      call(call);
    } else if (expr instanceof Expr.ParenExpr paren) {
      check(paren.inner());
    } else if (expr instanceof Expr.UnaryExpr unary) {
      unary(unary);
    } else if (expr instanceof Expr.Subquery subquery) {
      check(subquery.inner());
      ValueType type = subquery.inner().type();
      if (type != ValueType.VECTOR) {
        throw error(
            subquery,
            "subquery is only allowed on instant vector, got " + type.symbol() + " instead");
      }
    } else if (expr instanceof Expr.MatrixSelector matrix) {
      check(matrix.vector());
    } else if (expr instanceof Expr.VectorSelector vector) {
      selector(vector);
    }
  }

  private ParseException error(Expr expr, String message) {
    return new ParseException(input, expr.position().start(), message);
  }

  private void expect(Expr expr, ValueType wanted, String context) {
    check(expr);
    if (expr.type() != wanted) {
      throw error(
          expr,
          "expected type %s in %s, got %s"
              .formatted(wanted.documented(), context, expr.type().documented()));
    }
  }

  private void aggregation(Expr.Aggregation aggregation) {
    expect(aggregation.inner(), ValueType.VECTOR, "aggregation expression");
    Expr parameter = aggregation.parameter();
    if (parameter != null) {
      boolean text = aggregation.op() == Aggregator.COUNT_VALUES;
      expect(parameter, text ? ValueType.STRING : ValueType.SCALAR, "aggregation parameter");
    }
  }

  private void unary(Expr.UnaryExpr unary) {
    check(unary.inner());
    ValueType type = unary.inner().type();
    if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
      throw error(
          unary,
          "unary expression only allowed on expressions of type scalar or instant vector, got "
              + Quoting.quote(type.documented()));
    }
  }

  private void binary(Expr.BinaryExpr expr) {
    check(expr.left());
    check(expr.right());
    ValueType left = expr.left().type();
    ValueType right = expr.right().type();
    BinaryOp op = expr.op();
    VectorMatching matching = expr.matching();
    if (expr.returnBool() && !op.isComparison()) {
      throw operatorError(expr, "bool modifier can only be used on comparison operators");
    }
    boolean scalars = left == ValueType.SCALAR && right == ValueType.SCALAR;
    if (op.isComparison() && !expr.returnBool() && scalars) {
      throw operatorError(expr, "comparisons between scalars must use BOOL modifier");
    }
    for (String label : matching.labels()) {
      if (matching.on() && matching.include().contains(label)) {
        throw operatorError(
            expr,
            "label " + Quoting.quote(label) + " must not occur in ON and GROUP clause at once");
      }
    }
    for (Expr operand : List.of(expr.left(), expr.right())) {
      if (operand.type() != ValueType.SCALAR && operand.type() != ValueType.VECTOR) {
        throw error(operand, "binary expression must contain only scalar and instant vector types");
      }
    }
    matching(expr, left == ValueType.VECTOR && right == ValueType.VECTOR);
  }

  private void matching(Expr.BinaryExpr expr, boolean vectors) {
    VectorMatching matching = expr.matching();
    if (!vectors) {
      if (!matching.labels().isEmpty()) {
        throw error(expr, "vector matching only allowed between instant vectors");
      }
      if (matching.fills()) {
        throw error(expr, "filling in missing series only allowed between instant vectors");
      }
      if (expr.op().isSet()) {
        throw error(
            expr,
            "set operator "
                + (Quoting.quote(expr.op().symbol()) + " not allowed in binary scalar expression"));
      }
    } else if (expr.op().isSet() && matching.fills()) {
      throw error(expr, "filling in missing series not allowed for set operators");
    } else if (expr.op().isSet() && matching.cardinality() != Cardinality.MANY_TO_MANY) {
      throw error(
          expr, "no grouping allowed for " + Quoting.quote(expr.op().symbol()) + " operation");
    }
  }

  private ParseException operatorError(Expr.BinaryExpr expr, String message) {
    int at = expr.left().position().end();
    while (at < input.length() - 1 && Lexer.isSpace(input.charAt(at))) {
      at++;
    }
    return new ParseException(input, at, message);
  }

  private void call(Expr.Call call) {
    Function function = call.function();
    List<ValueType> types = function.arguments();
    int given = call.arguments().size();
    String name = " argument(s) in call to " + Quoting.quote(function.symbol()) + ", got " + given;
    int least = types.size() - (function.variadic() == 0 ? 0 : 1);
    if (function.variadic() == 0 && given != least) {
      throw error(call, "expected " + least + name);
    }
    if (given < least) {
      throw error(call, "expected at least " + least + name);
    }
    if (function.variadic() > 0 && given > least + function.variadic()) {
      throw error(call, "expected at most " + (least + function.variadic()) + name);
    }
    for (int i = 0; i < given; i++) {
      ValueType wanted = types.get(Math.min(i, types.size() - 1));
      expect(
          call.arguments().get(i), wanted, "call to function " + Quoting.quote(function.symbol()));
    }
  }

  private void selector(Expr.VectorSelector vector) {
    List<LabelMatcher> matchers = vector.matchers();
    if (!vector.name().isEmpty()) {
      for (LabelMatcher matcher : matchers.subList(0, matchers.size() - 1)) {
        if (matcher.name().equals(Labels.METRIC_NAME)) {
          throw error(
              vector,
              "metric name must not be set twice: "
                  + (Quoting.quote(vector.name()) + " or " + Quoting.quote(matcher.value())));
        }
      }
      return;
    }
    for (LabelMatcher matcher : matchers) {
      if (!matcher.matches("")) {
        return;
      }
    }
    throw error(vector, "vector selector must contain at least one non-empty matcher");
  }
}
