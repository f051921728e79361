// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Calls of functions: evaluates the arguments and hands them to what the function does. */
final class FunctionCalls {
  private final QueryContext context;
  private final Evaluator evaluator;
  private final LabelFunctions labelFunctions;
  private final ClassicHistograms histograms;

  FunctionCalls(QueryContext context, Evaluator evaluator) {
    this.context = context;
    this.evaluator = evaluator;
    this.labelFunctions = new LabelFunctions(context, evaluator);
    this.histograms = new ClassicHistograms(context);
  }

  Value call(Expr.Call call, Grid grid) {
    Function function = call.function();
    if (function == Function.ABSENT_OVER_TIME) {
      return absentOverTime(call, grid);
    }
    if (function.arguments().contains(ValueType.MATRIX)) {
      return overTime(call, grid);
    }
    return switch (function) {
      case TIME -> time(grid);
      case PI -> evaluator.constant(Math.PI, grid);
      case START -> evaluator.constant(context.startMillis() / 1000.0, grid);
      case END -> evaluator.constant(context.endMillis() / 1000.0, grid);
      case RANGE ->
          evaluator.constant((context.endMillis() - context.startMillis()) / 1000.0, grid);
      case STEP ->
          evaluator.constant(context.isInstant() ? 0 : context.stepMillis() / 1000.0, grid);
      case MAX_OF, MIN_OF -> extreme(call, grid);
      case SCALAR -> scalar(evaluator.vectors(argument(call, 0), grid), grid);
      case VECTOR ->
          new Value.Vectors(
              List.of(
                  new StepSeries(
                      Labels.EMPTY, evaluator.numbers(call.arguments().get(0), grid), false)));
      case ABSENT -> absent(call, grid);
      case TIMESTAMP -> timestamp(call, grid);
      case LABEL_REPLACE -> labelFunctions.replace(call, grid);
      case LABEL_JOIN -> labelFunctions.join(call, grid);
      case SORT, SORT_DESC, SORT_BY_LABEL, SORT_BY_LABEL_DESC -> labelFunctions.sort(call, grid);
      case HISTOGRAM_QUANTILE, HISTOGRAM_QUANTILES, HISTOGRAM_FRACTION -> histogram(call, grid);
      default -> elements(call, grid);
    };
  }

  private static Expr argument(Expr.Call call, int index) {
    return Evaluator.unwrap(call.arguments().get(index));
  }

  private Value time(Grid grid) {
    context.budget().hold(grid.count());
    double[] values = new double[grid.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = grid.time(i) / 1000.0;
    }
    return new Value.Numbers(values);
  }

  private Value extreme(Expr.Call call, Grid grid) {
    double[] left = evaluator.numbers(call.arguments().get(0), grid);
    double[] right = evaluator.numbers(call.arguments().get(1), grid);
    double[] values = new double[left.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          call.function() == Function.MAX_OF
              ? GoMath.max(left[i], right[i])
              : GoMath.min(left[i], right[i]);
    }
    return new Value.Numbers(values);
  }

  private Value scalar(List<StepSeries> vector, Grid grid) {
    double[] values = new double[grid.count()];
    int[] counts = new int[grid.count()];
    for (StepSeries series : vector) {
      for (int i = 0; i < values.length; i++) {
        if (!StepSeries.isAbsent(series.values()[i])) {
          values[i] = series.values()[i];
          counts[i]++;
        }
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = counts[i] == 1 ? values[i] : Double.NaN;
    }
    return new Value.Numbers(values);
  }

  private Value absent(Expr.Call call, Grid grid) {
    double[] values = new double[grid.count()];
    Arrays.fill(values, 1);
    for (StepSeries series : evaluator.vectors(argument(call, 0), grid)) {
      for (int i = 0; i < values.length; i++) {
        values[i] = StepSeries.isAbsent(series.values()[i]) ? values[i] : StepSeries.ABSENT;
      }
    }
    return present(new StepSeries(absentLabels(argument(call, 0)), values, false));
  }

  private static Value present(StepSeries series) {
    return series.isEmpty() ? Value.Vectors.EMPTY : new Value.Vectors(List.of(series));
  }

  private Value absentOverTime(Expr.Call call, Grid grid) {
    double[] values = new double[grid.count()];
    Arrays.fill(values, 1);
    RangeInput input = evaluator.range(argument(call, 0), grid);
    RangeFunctions.checkBoundary(call.function(), input.boundary());
    Window window = input.window();
    for (RangeSeries series : input.series()) {
      window.reset(series);
      context.budget().work(series.size() + grid.count());
      for (int i = 0; i < values.length; i++) {
        input.move(window, grid.time(i), i);
        values[i] = window.size() > 0 ? StepSeries.ABSENT : values[i];
      }
    }
    return present(new StepSeries(absentLabels(argument(call, 0)), values, false));
  }

  /** The labels that a selector asks for by equality, once each. */
  private static Labels absentLabels(Expr expr) {
    List<LabelMatcher> matchers = List.of();
    if (expr instanceof Expr.VectorSelector selector) {
      matchers = selector.matchers();
    } else if (expr instanceof Expr.MatrixSelector selector) {
      matchers = selector.vector().matchers();
    }
    Labels labels = Labels.EMPTY;
    Set<String> seen = new HashSet<>();
    for (LabelMatcher matcher : matchers) {
      if (matcher.name().equals(Labels.METRIC_NAME)) {
        continue;
      }
      boolean first = matcher.op() == LabelMatcher.Op.EQUAL && seen.add(matcher.name());
      labels =
          first ? labels.with(matcher.name(), matcher.value()) : labels.without(matcher.name());
    }
    return labels;
  }

  private Value timestamp(Expr.Call call, Grid grid) {
    Expr argument = argument(call, 0);
    boolean selector = argument instanceof Expr.VectorSelector;
    List<StepSeries> input =
        argument instanceof Expr.VectorSelector vector
            ? evaluator.selections().instant(vector, grid, true).series()
            : evaluator.vectors(argument, grid);
    List<StepSeries> result = new ArrayList<>(input.size());
    for (StepSeries series : input) {
      double[] values = series.values().clone();
      for (int i = 0; i < values.length && !selector; i++) {
        values[i] = StepSeries.isAbsent(values[i]) ? values[i] : grid.time(i) / 1000.0;
      }
      result.add(context.nameless(series, values));
    }
    return new Value.Vectors(context.merge(result));
  }

  private Value histogram(Expr.Call call, Grid grid) {
    List<Expr> arguments = call.arguments();
    switch (call.function()) {
      case HISTOGRAM_QUANTILE -> {
        double[] q = evaluator.numbers(arguments.get(0), grid);
        context.annotations().checkQuantile(q, argument(call, 0).position());
        List<StepSeries> input = evaluator.vectors(arguments.get(1), grid);
        return histograms.quantile(q, input, argument(call, 1).position(), grid);
      }
      case HISTOGRAM_FRACTION -> {
        double[] lower = evaluator.numbers(arguments.get(0), grid);
        double[] upper = evaluator.numbers(arguments.get(1), grid);
        List<StepSeries> input = evaluator.vectors(arguments.get(2), grid);
        return histograms.fraction(lower, upper, input, argument(call, 2).position(), grid);
      }
      default -> {
        String label = evaluator.text(arguments.get(1));
        List<double[]> quantiles = new ArrayList<>();
        for (int i = 2; i < arguments.size(); i++) {
          double[] q = evaluator.numbers(arguments.get(i), grid);
          context.annotations().checkQuantile(q, argument(call, i).position());
          quantiles.add(q);
        }
        List<StepSeries> input = evaluator.vectors(arguments.get(0), grid);
        return histograms.quantiles(quantiles, label, input, argument(call, 0).position(), grid);
      }
    }
  }

  /** Functions that look at each element on its own. */
  private Value elements(Expr.Call call, Grid grid) {
    List<Expr> arguments = call.arguments();
    List<StepSeries> input =
        arguments.isEmpty()
            ? List.of(new StepSeries(Labels.EMPTY, ((Value.Numbers) time(grid)).values(), false))
            : evaluator.vectors(arguments.get(0), grid);
    double[] first = parameter(call, 1, grid);
    double[] second = parameter(call, 2, grid);
    List<StepSeries> result = new ArrayList<>(input.size());
    for (StepSeries series : input) {
      context.budget().hold(grid.count());
      double[] values = new double[grid.count()];
      boolean any = false;
      for (int i = 0; i < values.length; i++) {
        double value = series.values()[i];
        values[i] =
            StepSeries.isAbsent(value)
                ? value
                : ElementFunctions.apply(
                    call.function(),
                    value,
                    first.length == 0 ? Double.NaN : first[i],
                    second.length == 0 ? Double.NaN : second[i],
                    arguments.size());
        any |= !StepSeries.isAbsent(values[i]);
      }
      if (any) {
        result.add(context.nameless(series, values));
      }
    }
    return new Value.Vectors(context.merge(result));
  }

  private double[] parameter(Expr.Call call, int index, Grid grid) {
    return index < call.arguments().size()
        ? evaluator.numbers(call.arguments().get(index), grid)
        : new double[0];
  }

  /** Functions that look at the samples of each series in a window. */
  private Value overTime(Expr.Call call, Grid grid) {
    Function function = call.function();
    int matrix = function.arguments().indexOf(ValueType.MATRIX);
    List<double[]> parameters = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      if (i != matrix) {
        parameters.add(evaluator.numbers(call.arguments().get(i), grid));
      }
    }
    RangeInput input = evaluator.range(call.arguments().get(matrix), grid);
    RangeFunctions.checkBoundary(function, input.boundary());
    RangeFunction perWindow =
        RangeFunctions.of(function, input.boundary(), input.rangeMillis(), parameters);
    if (function == Function.QUANTILE_OVER_TIME && !input.series().isEmpty()) {
      context.annotations().checkQuantile(parameters.get(0), argument(call, 0).position());
    }
    boolean keepName = function == Function.LAST_OVER_TIME || function == Function.FIRST_OVER_TIME;
    boolean counter = function == Function.RATE || function == Function.INCREASE;
    List<StepSeries> result = new ArrayList<>(input.series().size());
    Window window = input.window();
    for (RangeSeries series : input.series()) {
      context.budget().hold(grid.count());
      double[] values = new double[grid.count()];
      if (!apply(perWindow, series, input, window, values, grid)) {
        continue;
      }
      if (counter) {
        checkCounter(series.labels().metricName(), argument(call, matrix).position());
      }
      result.add(
          keepName
              ? new StepSeries(series.labels(), values, series.dropName())
              : context.nameless(series.labels(), values));
    }
    return new Value.Vectors(context.merge(result));
  }

  private boolean apply(
      RangeFunction function,
      RangeSeries series,
      RangeInput input,
      Window window,
      double[] values,
      Grid grid) {
    boolean any = false;
    window.reset(series);
    for (int i = 0; i < values.length; i++) {
      long time = grid.time(i);
      input.move(window, time, i);
      context.budget().work(window.size());
      values[i] = window.size() == 0 ? StepSeries.ABSENT : function.apply(window);
      any |= !StepSeries.isAbsent(values[i]);
    }
    return any;
  }

  private void checkCounter(String name, Position position) {
    boolean known =
        name.isEmpty()
            || name.endsWith("_total")
            || name.endsWith("_sum")
            || name.endsWith("_count")
            || name.endsWith("_bucket");
    if (!known) {
      context
          .annotations()
          .info(
              "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                  + Quoting.quote(name),
              position);
    }
  }
}
