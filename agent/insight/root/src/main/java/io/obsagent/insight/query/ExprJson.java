// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.GoFloat;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.promql.BinaryOp;
import io.obsagent.insight.promql.DurationExpr;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.RangeBoundary;
import io.obsagent.insight.promql.TimeShift;
import io.obsagent.insight.promql.ValueType;
import io.obsagent.insight.promql.VectorMatching;
import io.obsagent.spi.http.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * An expression as a tree, as Prometheus' <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/api/#parsing-a-promql-expressions-into-a-abstract-syntax-tree-ast">
 * {@code parse_query}</a> gives it. Durations are milliseconds; one that is calculated is a text.
 */
final class ExprJson {
  private ExprJson() {}

  static void write(JsonWriter out, Expr expr) {
    out.object();
    if (expr instanceof Expr.NumberLiteral number) {
      out.field("type", "numberLiteral").field("val", GoFloat.plain(number.value()));
    } else if (expr instanceof Expr.StringLiteral string) {
      out.field("type", "stringLiteral").field("val", string.value());
    } else if (expr instanceof Expr.VectorSelector vector) {
      out.field("type", "vectorSelector");
      selector(out, vector);
    } else if (expr instanceof Expr.MatrixSelector matrix) {
      out.field("type", "matrixSelector");
      duration(out.name("range"), matrix.range());
      selector(out, matrix.vector());
    } else if (expr instanceof Expr.Subquery subquery) {
      out.field("type", "subquery");
      write(out.name("expr"), subquery.inner());
      duration(out.name("range"), subquery.range());
      duration(out.name("step"), subquery.step());
      shift(out, subquery.shift());
    } else if (expr instanceof Expr.Aggregation aggregation) {
      aggregation(out, aggregation);
    } else if (expr instanceof Expr.BinaryExpr binary) {
      binary(out, binary);
    } else if (expr instanceof Expr.UnaryExpr unary) {
      out.field("type", "unaryExpr").field("op", unary.negative() ? "-" : "+");
      write(out.name("expr"), unary.inner());
    } else if (expr instanceof Expr.ParenExpr paren) {
      out.field("type", "parenExpr");
      write(out.name("expr"), paren.inner());
    } else if (expr instanceof Expr.Call call) {
      call(out, call);
    }
    out.end();
  }

  private static void selector(JsonWriter out, Expr.VectorSelector vector) {
    out.field("name", vector.name()).name("matchers").array();
    for (LabelMatcher matcher : vector.matchers()) {
      out.object().field("name", matcher.name()).field("value", matcher.value());
      out.field("type", matcher.op().symbol()).end();
    }
    out.end();
    shift(out, vector.shift());
    if (vector.boundary() != RangeBoundary.NONE) {
      out.field("anchored", vector.boundary() == RangeBoundary.ANCHORED);
      out.field("smoothed", vector.boundary() == RangeBoundary.SMOOTHED);
    }
  }

  private static void shift(JsonWriter out, TimeShift shift) {
    duration(out.name("offset"), shift.offset());
    TimeShift.At at = shift.at();
    out.name("timestamp");
    if (at instanceof TimeShift.At.Instant instant) {
      out.value(instant.millis());
    } else {
      out.value((String) null);
    }
    out.field(
        "startOrEnd",
        at instanceof TimeShift.At.Start ? "start" : at instanceof TimeShift.At.End ? "end" : null);
  }

  private static void duration(JsonWriter out, @Nullable DurationExpr duration) {
    if (duration == null) {
      out.value(0);
    } else if (duration instanceof DurationExpr.Literal literal) {
      out.value(Math.round(literal.seconds() * 1000));
    } else if (duration instanceof DurationExpr.Negative negative
        && negative.inner() instanceof DurationExpr.Literal literal) {
      out.value(Math.round(-literal.seconds() * 1000));
    } else {
      out.value(duration.toString());
    }
  }

  private static void aggregation(JsonWriter out, Expr.Aggregation aggregation) {
    out.field("type", "aggregation").field("op", aggregation.op().symbol());
    write(out.name("expr"), aggregation.inner());
    Expr parameter = aggregation.parameter();
    out.name("param");
    if (parameter == null) {
      out.value((String) null);
    } else {
      write(out, parameter);
    }
    Answers.strings(out.name("grouping"), aggregation.grouping());
    out.field("without", aggregation.without());
  }

  private static void binary(JsonWriter out, Expr.BinaryExpr binary) {
    out.field("type", "binaryExpr").field("op", binary.op().symbol());
    write(out.name("lhs"), binary.left());
    write(out.name("rhs"), binary.right());
    out.name("matching");
    boolean vectors =
        binary.left().type() == ValueType.VECTOR && binary.right().type() == ValueType.VECTOR;
    if (vectors) {
      matching(out, binary.matching(), binary.op());
    } else {
      out.value((String) null);
    }
    out.field("bool", binary.returnBool());
  }

  private static void matching(JsonWriter out, VectorMatching matching, BinaryOp op) {
    VectorMatching.Cardinality cardinality =
        op.isSet() ? VectorMatching.Cardinality.MANY_TO_MANY : matching.cardinality();
    out.object().field("card", cardinality.title());
    Answers.strings(out.name("labels"), matching.labels());
    out.field("on", matching.on());
    Answers.strings(out.name("include"), matching.include());
    out.name("fillValues").object();
    fill(out.name("lhs"), matching.fillLeft());
    fill(out.name("rhs"), matching.fillRight());
    out.end().end();
  }

  private static void fill(JsonWriter out, @Nullable Double value) {
    if (value == null) {
      out.value((String) null);
    } else {
      out.value((double) value);
    }
  }

  private static void call(JsonWriter out, Expr.Call call) {
    out.field("type", "call").name("func").object();
    out.field("name", call.function().symbol());
    Answers.strings(
        out.name("argTypes"), call.function().arguments().stream().map(ValueType::symbol).toList());
    out.field("variadic", call.function().variadic());
    out.field("returnType", call.function().returns().symbol()).end().name("args").array();
    call.arguments().forEach(argument -> write(out, argument));
    out.end();
  }
}
