// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.LabelMatcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed expression; {@code toString()} of every form prints it back as text that parses to the
 * same expression.
 */
public sealed interface Expr {
  /** Where the expression stands in its text. */
  Position position();

  /** What it evaluates to. */
  ValueType type();

  /** A number; {@code duration} where it was written as one ({@code 5m}). */
  record NumberLiteral(double value, boolean duration, Position position) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /** A string, unquoted. */
  record StringLiteral(String value, Position position) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /**
   * The newest sample of each series that fulfils the matchers.
   *
   * @param name the metric name written before the braces, or empty
   * @param matchers all of them, that of the name included
   */
  record VectorSelector(
      String name,
      List<LabelMatcher> matchers,
      TimeShift shift,
      RangeBoundary boundary,
      Position position)
      implements Expr {
    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    VectorSelector with(TimeShift otherShift, Position otherPosition) {
      return new VectorSelector(name, matchers, otherShift, boundary, otherPosition);
    }

    VectorSelector with(RangeBoundary otherBoundary) {
      return new VectorSelector(name, matchers, shift, otherBoundary, position);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /** All samples of each series in the range before the evaluation time. */
  record MatrixSelector(VectorSelector vector, DurationExpr range, Position position)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /** An instant expression evaluated over a range. */
  record Subquery(
      Expr inner,
      DurationExpr range,
      @Nullable DurationExpr step,
      TimeShift shift,
      Position position)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /** An aggregation over the elements of a vector. */
  record Aggregation(
      Aggregator op,
      Expr inner,
      @Nullable Expr parameter,
      List<String> grouping,
      boolean without,
      Position position)
      implements Expr {
    public Aggregation {
      grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /** Two operands; {@code matching} says which elements of two vectors meet. */
  record BinaryExpr(
      BinaryOp op,
      Expr left,
      Expr right,
      boolean returnBool,
      VectorMatching matching,
      Position position)
      implements Expr {
    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /** A sign before an expression. */
  record UnaryExpr(boolean negative, Expr inner, Position position) implements Expr {
    @Override
    public ValueType type() {
      return inner.type();
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /** An expression in parentheses. */
  record ParenExpr(Expr inner, Position position) implements Expr {
    @Override
    public ValueType type() {
      return inner.type();
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /** A call of a function. */
  record Call(Function function, List<Expr> arguments, Position position) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public ValueType type() {
      return function.returns();
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }
}
