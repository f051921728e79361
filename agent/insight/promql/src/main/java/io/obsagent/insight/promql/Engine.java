// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SeriesReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Evaluates expressions. Holds no state of a query; thread-safe. */
public final class Engine {
  private final EngineOptions options;

  public Engine(EngineOptions options) {
    this.options = options;
  }

  /** How its queries run. */
  public EngineOptions options() {
    return options;
  }

  /**
   * What a range query takes: a scalar or an instant vector.
   *
   * @throws PromqlException if the expression is neither
   */
  public static void checkRange(Expr expr) {
    if (expr.type() != ValueType.VECTOR && expr.type() != ValueType.SCALAR) {
      throw new EvaluationException(
          "invalid expression type "
              + Quoting.quote(expr.type().documented())
              + " for range query, must be Scalar or instant Vector");
    }
  }

  /**
   * The value of an expression at one instant: a vector, a matrix, a scalar or a text.
   *
   * @param timeMillis epoch milliseconds
   * @throws PromqlException if the evaluation fails or goes over a limit
   */
  public QueryResult instant(SeriesReader reader, Expr expr, long timeMillis) {
    QueryContext context = context(reader, timeMillis, timeMillis, 0);
    Evaluator evaluator = new Evaluator(context);
    Grid grid = Grid.instant(timeMillis);
    if (expr.type() == ValueType.MATRIX) {
      List<QueryResult.Series> series = window(evaluator.range(expr, grid), timeMillis, context);
      return new QueryResult.Matrix(
          series, context.annotations().warnings(), context.annotations().infos());
    }
    Value value = evaluator.eval(expr, grid);
    List<String> warnings = context.annotations().warnings();
    List<String> infos = context.annotations().infos();
    if (value instanceof Value.Text text) {
      return new QueryResult.Text(timeMillis, text.text(), warnings, infos);
    }
    if (value instanceof Value.Numbers numbers) {
      return new QueryResult.Scalar(timeMillis, numbers.values()[0], warnings, infos);
    }
    List<QueryResult.Sample> samples = new ArrayList<>();
    for (StepSeries series : named(((Value.Vectors) value).series(), context)) {
      if (!StepSeries.isAbsent(series.values()[0])) {
        samples.add(new QueryResult.Sample(series.labels(), timeMillis, series.values()[0]));
      }
    }
    return new QueryResult.Vector(samples, warnings, infos);
  }

  /**
   * The values of an expression at each step; always a matrix.
   *
   * @param startMillis first step, epoch milliseconds
   * @param endMillis no step is later
   * @param stepMillis the distance between steps, positive
   * @throws PromqlException if the evaluation fails or goes over a limit
   */
  public QueryResult.Matrix range(
      SeriesReader reader, Expr expr, long startMillis, long endMillis, long stepMillis) {
    checkRange(expr);
    if (stepMillis <= 0) {
      throw new EvaluationException(
          "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    if (endMillis < startMillis) {
      throw new EvaluationException("end timestamp must not be before start time");
    }
    long count = (endMillis - startMillis) / stepMillis + 1;
    if (count > options.maxSteps() || count <= 0) {
      throw new EvaluationException(
          EvaluationException.Kind.LIMIT,
          "exceeded maximum resolution of "
              + String.format(Locale.ROOT, "%,d", options.maxSteps())
              + " points per timeseries. Try decreasing the query resolution (?step=XX)");
    }
    QueryContext context = context(reader, startMillis, endMillis, stepMillis);
    Grid grid = new Grid(startMillis, stepMillis, (int) count);
    Value value = new Evaluator(context).eval(expr, grid);
    List<StepSeries> series =
        value instanceof Value.Numbers numbers
            ? List.of(new StepSeries(Labels.EMPTY, numbers.values(), false))
            : named(((Value.Vectors) value).series(), context);
    return new QueryResult.Matrix(
        matrix(series, grid), context.annotations().warnings(), context.annotations().infos());
  }

  private QueryContext context(SeriesReader reader, long start, long end, long step) {
    Budget budget = new Budget(options);
    return new QueryContext(reader, options, start, end, step, budget, new Annotations());
  }

  /** Removes the metric names of which the removal was put off. */
  private static List<StepSeries> named(List<StepSeries> series, QueryContext context) {
    boolean any = false;
    List<StepSeries> named = new ArrayList<>(series.size());
    for (StepSeries one : series) {
      any |= one.dropName();
      Labels labels = one.dropName() ? QueryContext.withoutMetadata(one.labels()) : one.labels();
      named.add(new StepSeries(labels, one.values(), false));
    }
    return any ? context.merge(named) : named;
  }

  private static List<QueryResult.Series> matrix(List<StepSeries> series, Grid grid) {
    List<QueryResult.Series> result = new ArrayList<>(series.size());
    for (StepSeries one : series) {
      long[] timestamps = new long[grid.count()];
      double[] values = new double[grid.count()];
      int size = 0;
      for (int i = 0; i < grid.count(); i++) {
        if (!StepSeries.isAbsent(one.values()[i])) {
          timestamps[size] = grid.time(i);
          values[size++] = one.values()[i];
        }
      }
      if (size > 0) {
        result.add(
            new QueryResult.Series(
                one.labels(), Arrays.copyOf(timestamps, size), Arrays.copyOf(values, size)));
      }
    }
    result.sort(Comparator.comparing(QueryResult.Series::labels));
    return result;
  }

  /** The samples of a range expression at one instant. */
  private static List<QueryResult.Series> window(
      RangeInput input, long time, QueryContext context) {
    List<QueryResult.Series> result = new ArrayList<>();
    Window window = input.window();
    for (RangeSeries plain : input.series()) {
      window.reset(plain);
      input.move(window, time, 0);
      RangeSeries series = ExtendedRange.samples(window, plain, input.boundary());
      if (series != plain) {
        window.reset(series);
        input.move(window, time, 0);
      }
      if (window.size() == 0) {
        continue;
      }
      context.budget().hold(2L * window.size());
      long[] timestamps = new long[window.size()];
      for (int i = 0; i < timestamps.length; i++) {
        timestamps[i] = window.timestamp(i);
      }
      Labels labels =
          series.dropName() ? QueryContext.withoutMetadata(series.labels()) : series.labels();
      double[] values = Arrays.copyOf(window.copyValues(), timestamps.length);
      result.add(new QueryResult.Series(labels, timestamps, values));
    }
    result.sort(Comparator.comparing(QueryResult.Series::labels));
    return result;
  }
}
