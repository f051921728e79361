// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.VectorMatching.Cardinality;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints expressions as text that parses to the same expression. */
final class Printer {
  private Printer() {}

  static String print(Expr expr) {
    if (expr instanceof Expr.NumberLiteral number) {
      return number.duration() ? seconds(number.value()) : number(number.value());
    }
    if (expr instanceof Expr.StringLiteral string) {
      return Quoting.quote(string.value());
    }
    if (expr instanceof Expr.VectorSelector vector) {
      return selector(vector) + boundary(vector) + shift(vector.shift());
    }
    if (expr instanceof Expr.MatrixSelector matrix) {
      return selector(matrix.vector())
          + ("[" + duration(matrix.range()) + "]" + boundary(matrix.vector()))
          + shift(matrix.vector().shift());
    }
    if (expr instanceof Expr.Subquery subquery) {
      DurationExpr step = subquery.step();
      return print(subquery.inner())
          + ("[" + duration(subquery.range()) + ":")
          + ((step == null ? "" : duration(step)) + "]" + shift(subquery.shift()));
    }
    if (expr instanceof Expr.Aggregation aggregation) {
      return aggregation(aggregation);
    }
    if (expr instanceof Expr.BinaryExpr binary) {
      return print(binary.left())
          + (" " + binary.op().symbol() + (binary.returnBool() ? " bool" : ""))
          + (matching(binary.matching()) + " " + print(binary.right()));
    }
    if (expr instanceof Expr.UnaryExpr unary) {
      return (unary.negative() ? "-" : "+") + print(unary.inner());
    }
    if (expr instanceof Expr.ParenExpr paren) {
      return "(" + print(paren.inner()) + ")";
    }
    Expr.Call call = (Expr.Call) expr;
    return call.function().symbol() + arguments(call.arguments());
  }

  private static String arguments(List<Expr> arguments) {
    return arguments.stream().map(Printer::print).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String aggregation(Expr.Aggregation aggregation) {
    String grouping = "";
    if (aggregation.without()) {
      grouping = " without (" + names(aggregation.grouping()) + ") ";
    } else if (!aggregation.grouping().isEmpty()) {
      grouping = " by (" + names(aggregation.grouping()) + ") ";
    }
    Expr parameter = aggregation.parameter();
    List<Expr> arguments =
        parameter == null ? List.of(aggregation.inner()) : List.of(parameter, aggregation.inner());
    return aggregation.op().symbol() + grouping + arguments(arguments);
  }

  private static String names(List<String> labels) {
    return labels.stream().map(Printer::name).collect(Collectors.joining(", "));
  }

  private static String name(String label) {
    return Quoting.isPlainName(label, false) ? label : Quoting.quote(label);
  }

  private static String matching(VectorMatching matching) {
    Cardinality cardinality = matching.cardinality();
    boolean grouped =
        cardinality == Cardinality.MANY_TO_ONE || cardinality == Cardinality.ONE_TO_MANY;
    if (!matching.on() && matching.labels().isEmpty() && !grouped) {
      return filling(matching);
    }
    String text = (matching.on() ? " on (" : " ignoring (") + names(matching.labels()) + ")";
    if (grouped) {
      String side = cardinality == Cardinality.MANY_TO_ONE ? "left" : "right";
      text += " group_" + side + " (" + names(matching.include()) + ")";
    }
    return text + filling(matching);
  }

  private static String filling(VectorMatching matching) {
    Double left = matching.fillLeft();
    Double right = matching.fillRight();
    if (left != null && left.equals(right)) {
      return " fill (" + number(left) + ")";
    }
    return (left == null ? "" : " fill_left (" + number(left) + ")")
        + (right == null ? "" : " fill_right (" + number(right) + ")");
  }

  private static String boundary(Expr.VectorSelector vector) {
    return vector.boundary() == RangeBoundary.NONE ? "" : " " + vector.boundary().word();
  }

  private static String selector(Expr.VectorSelector vector) {
    List<String> matchers = new ArrayList<>();
    boolean nameSeen = vector.name().isEmpty();
    for (int i = vector.matchers().size() - 1; i >= 0; i--) {
      LabelMatcher matcher = vector.matchers().get(i);
      if (!nameSeen && matcher.name().equals(Labels.METRIC_NAME)) {
        nameSeen = true;
        continue;
      }
      matchers.add(
          0, name(matcher.name()) + matcher.op().symbol() + Quoting.quote(matcher.value()));
    }
    boolean braces = vector.name().isEmpty() || !matchers.isEmpty();
    return vector.name() + (braces ? "{" + String.join(",", matchers) + "}" : "");
  }

  private static String shift(TimeShift shift) {
    TimeShift.At at = shift.at();
    String text = "";
    if (at instanceof TimeShift.At.Instant instant) {
      BigDecimal seconds = BigDecimal.valueOf(instant.millis(), 3);
      text = " @ " + seconds.toPlainString();
    } else if (at != null) {
      text = at instanceof TimeShift.At.Start ? " @ start()" : " @ end()";
    }
    DurationExpr offset = shift.offset();
    return offset == null ? text : text + " offset " + duration(offset);
  }

  static String duration(DurationExpr duration) {
    if (duration instanceof DurationExpr.Literal literal) {
      return seconds(literal.seconds());
    }
    if (duration instanceof DurationExpr.Step) {
      return "step()";
    }
    if (duration instanceof DurationExpr.Range) {
      return "range()";
    }
    if (duration instanceof DurationExpr.Negative negative) {
      return "-" + duration(negative.inner());
    }
    if (duration instanceof DurationExpr.Paren paren) {
      return "(" + duration(paren.inner()) + ")";
    }
    DurationExpr.Binary binary = (DurationExpr.Binary) duration;
    String left = duration(binary.left());
    String right = duration(binary.right());
    String symbol = binary.op().symbol();
    boolean call = binary.op().ordinal() >= DurationExpr.Op.MIN_OF.ordinal();
    return call ? symbol + "(" + left + ", " + right + ")" : left + " " + symbol + " " + right;
  }

  /** A number without a plus sign: that would bind looser than a power. */
  private static String number(double value) {
    return value == Double.POSITIVE_INFINITY ? "Inf" : NumberSyntax.format(value);
  }

  private static String seconds(double seconds) {
    double millis = Math.abs(seconds) * 1000;
    if (millis != Math.rint(millis) || millis > Long.MAX_VALUE / 2.0) {
      return number(seconds);
    }
    return (seconds < 0 ? "-" : "") + NumberSyntax.formatMillis((long) millis);
  }
}
