// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Aggregation operators. */
final class Aggregations {
  private final QueryContext context;

  Aggregations(QueryContext context) {
    this.context = context;
  }

  Value aggregate(Expr.Aggregation expr, List<StepSeries> input, double[] parameter, Grid grid) {
    if (expr.op().selects()) {
      return new TopAggregation(context, expr, grid).select(input, parameter);
    }
    Expr parameterExpr = expr.parameter();
    if (expr.op() == Aggregator.QUANTILE && parameterExpr != null) {
      context.annotations().checkQuantile(parameter, Evaluator.unwrap(parameterExpr).position());
    }
    Accumulator accumulator = Accumulator.of(expr.op());
    List<StepSeries> result = new ArrayList<>();
    for (Map.Entry<Labels, List<StepSeries>> group : groups(expr, input).entrySet()) {
      List<StepSeries> members = group.getValue();
      context.budget().hold(grid.count());
      double[] values = new double[grid.count()];
      boolean any = false;
      boolean dropName = false;
      for (StepSeries member : members) {
        dropName |= member.dropName();
      }
      for (int i = 0; i < values.length; i++) {
        context.budget().work(members.size());
        double q = parameter.length == 0 ? 0 : parameter[i];
        values[i] = accumulate(accumulator, members, i, q);
        any |= !StepSeries.isAbsent(values[i]);
      }
      if (any) {
        result.add(new StepSeries(group.getKey(), values, dropName));
      }
    }
    return new Value.Vectors(result);
  }

  private static double accumulate(
      Accumulator accumulator, List<StepSeries> members, int index, double parameter) {
    boolean seen = false;
    accumulator.reset();
    for (int m = 0; m < members.size(); m++) {
      double value = members.get(m).values()[index];
      if (!StepSeries.isAbsent(value)) {
        seen = true;
        accumulator.add(value);
      }
    }
    return seen ? accumulator.result(parameter) : StepSeries.ABSENT;
  }

  /** The input by the labels that it is grouped by, in order of appearance. */
  static Map<Labels, List<StepSeries>> groups(Expr.Aggregation expr, List<StepSeries> input) {
    Map<Labels, List<StepSeries>> groups = new LinkedHashMap<>();
    Set<String> names = new HashSet<>(expr.grouping());
    if (expr.without()) {
      names.addAll(List.of(Labels.METRIC_NAME, "__type__", "__unit__"));
    }
    for (StepSeries series : input) {
      Labels key = expr.without() ? series.labels().except(names) : series.labels().only(names);
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(series);
    }
    return groups;
  }

  Value countValues(Expr.Aggregation expr, List<StepSeries> input, String label, Grid grid) {
    if (!Quoting.isLabelName(label)) {
      throw new EvaluationException("invalid label name " + Quoting.quote(label));
    }
    Map<Labels, double[]> counts = new LinkedHashMap<>();
    boolean dropName = false;
    for (Map.Entry<Labels, List<StepSeries>> group : groups(expr, input).entrySet()) {
      for (StepSeries series : group.getValue()) {
        dropName |= series.dropName();
        count(group.getKey(), label, series.values(), counts, grid);
      }
    }
    List<StepSeries> result = new ArrayList<>();
    for (Map.Entry<Labels, double[]> entry : counts.entrySet()) {
      result.add(new StepSeries(entry.getKey(), entry.getValue(), dropName));
    }
    return new Value.Vectors(result);
  }

  private void count(
      Labels group, String label, double[] values, Map<Labels, double[]> counts, Grid grid) {
    double previous = StepSeries.ABSENT;
    double[] row = new double[0];
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (StepSeries.isAbsent(value)) {
        continue;
      }
      if (row.length == 0
          || Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(previous)) {
        Labels labels = group.with(label, NumberSyntax.format(value));
        if (!counts.containsKey(labels)) {
          context.budget().hold(grid.count());
        }
        row = counts.computeIfAbsent(labels, key -> StepSeries.absent(grid.count()));
        previous = value;
      }
      row[i] = StepSeries.isAbsent(row[i]) ? 1 : row[i] + 1;
    }
  }
}
