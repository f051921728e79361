// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Evaluates an expression series by series: each part is evaluated once for all instants of the
 * query, so that a selector is read once and labels are matched once, not once a step.
 */
final class Evaluator {
  private final QueryContext context;
  private final Selections selections;
  private final FunctionCalls functions;
  private final Aggregations aggregations;
  private final BinaryOperations operations;

  Evaluator(QueryContext context) {
    this.context = context;
    this.selections = new Selections(context);
    this.functions = new FunctionCalls(context, this);
    this.aggregations = new Aggregations(context);
    this.operations = new BinaryOperations(context);
  }

  Selections selections() {
    return selections;
  }

  /** Evaluates anything but a range expression. */
  Value eval(Expr expr, Grid grid) {
    Budget budget = context.budget();
    long before = budget.held();
    budget.work(1);
    Value value = dispatch(expr, grid);
    budget.releaseTo(before);
    budget.hold(value.size());
    return value;
  }

  private Value dispatch(Expr expr, Grid grid) {
    if (expr instanceof Expr.VectorSelector selector) {
      return selections.instant(selector, grid, false);
    }
    if (expr instanceof Expr.NumberLiteral number) {
      return constant(number.value(), grid);
    }
    if (expr instanceof Expr.StringLiteral string) {
      return new Value.Text(string.value());
    }
    if (expr instanceof Expr.ParenExpr paren) {
      return eval(paren.inner(), grid);
    }
    if (expr instanceof Expr.Call call) {
      return functions.call(call, grid);
    }
    if (expr instanceof Expr.Aggregation aggregation) {
      return aggregation(aggregation, grid);
    }
    if (expr instanceof Expr.BinaryExpr binary) {
      return binary(binary, grid);
    }
    if (expr instanceof Expr.UnaryExpr unary) {
      return unary(unary, grid);
    }
    throw new EvaluationException("a range vector is not expected here: " + expr);
  }

  Value.Numbers constant(double value, Grid grid) {
    context.budget().hold(grid.count());
    double[] values = new double[grid.count()];
    Arrays.fill(values, value);
    return new Value.Numbers(values);
  }

  List<StepSeries> vectors(Expr expr, Grid grid) {
    return ((Value.Vectors) eval(expr, grid)).series();
  }

  double[] numbers(Expr expr, Grid grid) {
    return ((Value.Numbers) eval(expr, grid)).values();
  }

  String text(Expr expr) {
    return expr instanceof Expr.ParenExpr paren
        ? text(paren.inner())
        : ((Expr.StringLiteral) expr).value();
  }

  /** The expression without parentheses around it. */
  static Expr unwrap(Expr expr) {
    Expr inner = expr;
    while (inner instanceof Expr.ParenExpr paren) {
      inner = paren.inner();
    }
    return inner;
  }

  private Value aggregation(Expr.Aggregation aggregation, Grid grid) {
    Expr parameter = aggregation.parameter();
    Value.Text label = null;
    double[] numbers = new double[0];
    if (aggregation.op() == Aggregator.COUNT_VALUES && parameter != null) {
      label = new Value.Text(text(parameter));
    } else if (parameter != null) {
      numbers = numbers(parameter, grid);
    }
    List<StepSeries> input = vectors(unwrap(aggregation.inner()), grid);
    return label == null
        ? aggregations.aggregate(aggregation, input, numbers, grid)
        : aggregations.countValues(aggregation, input, label.text(), grid);
  }

  private Value binary(Expr.BinaryExpr expr, Grid grid) {
    Value left = eval(expr.left(), grid);
    Value right = eval(expr.right(), grid);
    if (left instanceof Value.Numbers a && right instanceof Value.Numbers b) {
      return operations.scalars(expr, a.values(), b.values());
    }
    if (left instanceof Value.Vectors a && right instanceof Value.Numbers b) {
      return operations.vectorScalar(expr, a.series(), b.values(), false);
    }
    if (left instanceof Value.Numbers a && right instanceof Value.Vectors b) {
      return operations.vectorScalar(expr, b.series(), a.values(), true);
    }
    return operations.vectors(
        expr, ((Value.Vectors) left).series(), ((Value.Vectors) right).series(), grid);
  }

  private Value unary(Expr.UnaryExpr unary, Grid grid) {
    Value value = eval(unary.inner(), grid);
    if (!unary.negative()) {
      return value;
    }
    if (value instanceof Value.Numbers numbers) {
      return new Value.Numbers(negate(numbers.values()));
    }
    List<StepSeries> result = new ArrayList<>();
    for (StepSeries series : ((Value.Vectors) value).series()) {
      context.budget().hold(grid.count());
      result.add(context.nameless(series, negate(series.values())));
    }
    return new Value.Vectors(context.merge(result));
  }

  private static double[] negate(double[] values) {
    double[] negated = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      negated[i] = StepSeries.isAbsent(values[i]) ? StepSeries.ABSENT : -values[i];
    }
    return negated;
  }

  /** Evaluates a range expression. */
  RangeInput range(Expr expr, Grid grid) {
    Expr inner = unwrap(expr);
    return inner instanceof Expr.MatrixSelector selector
        ? selections.range(selector, grid)
        : subquery((Expr.Subquery) inner, grid);
  }

  private RangeInput subquery(Expr.Subquery subquery, Grid grid) {
    Long fixed = selections.fixed(subquery.shift());
    long offset = selections.offset(subquery.shift());
    long range = context.positiveMillis(subquery.range());
    DurationExpr stepExpr = subquery.step();
    long step =
        stepExpr == null
            ? context.options().noStepSubqueryInterval().toMillis()
            : Math.max(1, context.positiveMillis(stepExpr));
    long floor = (fixed == null ? grid.start() : fixed) - offset - range;
    long end = (fixed == null ? grid.end() : fixed) - offset;
    long start = step * (floor / step);
    start += start <= floor ? step : 0;
    if (start > end) {
      return new RangeInput(List.of(), range, offset, fixed, RangeBoundary.NONE, 0);
    }
    long count = (end - start) / step + 1;
    if (count > context.budget().remaining() || count <= 0) {
      throw context.budget().tooManySamples();
    }
    Grid inner = new Grid(start, step, (int) count);
    List<RangeSeries> result = new ArrayList<>();
    for (StepSeries series : vectors(subquery.inner(), inner)) {
      result.add(samples(series, inner));
    }
    return new RangeInput(result, range, offset, fixed, RangeBoundary.NONE, 0);
  }

  private RangeSeries samples(StepSeries series, Grid grid) {
    context.budget().hold(2L * grid.count());
    long[] timestamps = new long[grid.count()];
    double[] values = new double[grid.count()];
    int size = 0;
    for (int i = 0; i < grid.count(); i++) {
      double value = series.values()[i];
      if (!StepSeries.isAbsent(value)) {
        timestamps[size] = grid.time(i);
        values[size++] = value;
      }
    }
    return new RangeSeries(series.labels(), timestamps, values, size, series.dropName());
  }
}
