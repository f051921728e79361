// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code topk}, {@code bottomk}, {@code limitk}, {@code limit_ratio}: a choice of the elements. */
final class TopAggregation {
  private final QueryContext context;
  private final Expr.Aggregation expr;
  private final Grid grid;
  private final Map<StepSeries, double[]> chosen = new LinkedHashMap<>();

  TopAggregation(QueryContext context, Expr.Aggregation expr, Grid grid) {
    this.context = context;
    this.expr = expr;
    this.grid = grid;
  }

  Value select(List<StepSeries> input, double[] parameter) {
    if (!check(parameter)) {
      return Value.Vectors.EMPTY;
    }
    for (List<StepSeries> group : Aggregations.groups(expr, input).values()) {
      for (int i = 0; i < grid.count(); i++) {
        context.budget().work(group.size());
        choose(group, i, parameter[i]);
      }
    }
    List<StepSeries> result = new ArrayList<>(chosen.size());
    for (Map.Entry<StepSeries, double[]> entry : chosen.entrySet()) {
      StepSeries series = entry.getKey();
      result.add(new StepSeries(series.labels(), entry.getValue(), series.dropName()));
    }
    return new Value.Vectors(result);
  }

  /** Whether the parameter can choose anything at all. */
  private boolean check(double[] parameter) {
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    boolean nan = false;
    for (double value : parameter) {
      nan |= Double.isNaN(value);
      most = Math.max(most, value);
      least = Math.min(least, value);
    }
    if (expr.op() == Aggregator.LIMIT_RATIO) {
      return checkRatio(most, least, nan);
    }
    if (nan) {
      throw new EvaluationException("Parameter value is NaN");
    }
    if (most < 1) {
      return false;
    }
    if (least <= Long.MIN_VALUE) {
      throw new EvaluationException(
          "Scalar value " + NumberSyntax.formatShort(least) + " underflows int64");
    }
    if (most >= Long.MAX_VALUE) {
      throw new EvaluationException(
          "Scalar value " + NumberSyntax.formatShort(most) + " overflows int64");
    }
    return true;
  }

  private boolean checkRatio(double most, double least, boolean nan) {
    if (nan) {
      throw new EvaluationException("Ratio value is NaN");
    }
    Expr parameter = expr.parameter();
    Position position = parameter == null ? expr.position() : parameter.position();
    if (most > 1) {
      warnRatio(most, "1", position);
    }
    if (least < -1) {
      warnRatio(least, "-1", position);
    }
    return most != 0 || least != 0;
  }

  private void warnRatio(double ratio, String cap, Position position) {
    context
        .annotations()
        .warn(
            "ratio value should be between -1 and 1, got "
                + (NumberSyntax.formatShort(ratio) + ", capping to " + cap),
            position);
  }

  private void choose(List<StepSeries> group, int index, double parameter) {
    List<StepSeries> present = new ArrayList<>();
    for (StepSeries series : group) {
      if (!StepSeries.isAbsent(series.values()[index])) {
        present.add(series);
      }
    }
    switch (expr.op()) {
      case TOPK -> present.sort(order(index, -1));
      case BOTTOMK -> present.sort(order(index, 1));
      case LIMIT_RATIO -> {
        present.removeIf(series -> !inRatio(series, parameter));
        present.forEach(series -> keep(series, index));
        return;
      }
      default -> {}
    }
    int k = (int) Math.max(0, Math.min(parameter, present.size()));
    for (int i = 0; i < k; i++) {
      keep(present.get(i), index);
    }
  }

  /** By value, NaN last. */
  private static Comparator<StepSeries> order(int index, int direction) {
    return (a, b) -> {
      double left = a.values()[index];
      double right = b.values()[index];
      if (Double.isNaN(left) || Double.isNaN(right)) {
        return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
      }
      return left == right ? 0 : left < right ? -direction : direction;
    };
  }

  /** The same series are chosen each time, and those of r and of r − 1 complement one another. */
  private static boolean inRatio(StepSeries series, double ratio) {
    int hash = series.labels().hashCode() * 0x9e3779b1;
    double place = (hash >>> 1) / (double) Integer.MAX_VALUE;
    return ratio >= 0 ? place < ratio || ratio >= 1 : place >= 1 + ratio;
  }

  private void keep(StepSeries series, int index) {
    double[] values = chosen.get(series);
    if (values == null) {
      context.budget().hold(grid.count());
      values = StepSeries.absent(grid.count());
      chosen.put(series, values);
    }
    values[index] = series.values()[index];
  }
}
