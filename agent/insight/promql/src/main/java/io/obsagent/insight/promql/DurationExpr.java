// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** A duration as written in brackets or after {@code offset}, in seconds. */
public sealed interface DurationExpr {
  Position position();

  /** A number of seconds, written as a number or as a duration. */
  record Literal(double seconds, Position position) implements DurationExpr {
    @Override
    public String toString() {
      return Printer.duration(this);
    }
  }

  /** The query's step. */
  record Step(Position position) implements DurationExpr {
    @Override
    public String toString() {
      return Printer.duration(this);
    }
  }

  /** The length of the query's range. */
  record Range(Position position) implements DurationExpr {
    @Override
    public String toString() {
      return Printer.duration(this);
    }
  }

  /** A negated duration. */
  record Negative(DurationExpr inner, Position position) implements DurationExpr {
    @Override
    public String toString() {
      return Printer.duration(this);
    }
  }

  /** A duration in parentheses. */
  record Paren(DurationExpr inner, Position position) implements DurationExpr {
    @Override
    public String toString() {
      return Printer.duration(this);
    }
  }

  /** Two durations. */
  record Binary(Op op, DurationExpr left, DurationExpr right, Position position)
      implements DurationExpr {
    @Override
    public String toString() {
      return Printer.duration(this);
    }
  }

  /** An operator between durations. */
  enum Op {
    ADD("+"),
    SUB("-"),
    MUL("*"),
    DIV("/"),
    MOD("%"),
    POW("^"),
    MIN_OF("min_of"),
    MAX_OF("max_of");

    private final String symbol;

    Op(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }
}
