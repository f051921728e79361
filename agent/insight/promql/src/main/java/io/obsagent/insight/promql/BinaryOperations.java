// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binary operators. */
final class BinaryOperations {
  private final QueryContext context;

  BinaryOperations(QueryContext context) {
    this.context = context;
  }

  Value scalars(Expr.BinaryExpr expr, double[] left, double[] right) {
    BinaryOp op = expr.op();
    double[] values = new double[left.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          op.isComparison() ? truth(op.holds(left[i], right[i])) : op.apply(left[i], right[i]);
    }
    return new Value.Numbers(values);
  }

  private static double truth(boolean value) {
    return value ? 1 : 0;
  }

  /** A vector and a number; {@code swapped} where the number is on the left. */
  Value vectorScalar(
      Expr.BinaryExpr expr, List<StepSeries> vector, double[] scalar, boolean swapped) {
    boolean nameless = !expr.op().isComparison() || expr.returnBool();
    List<StepSeries> result = new ArrayList<>();
    for (StepSeries series : vector) {
      context.budget().hold(scalar.length);
      double[] values = new double[scalar.length];
      boolean any = false;
      for (int i = 0; i < values.length; i++) {
        double element = series.values()[i];
        values[i] =
            StepSeries.isAbsent(element)
                ? StepSeries.ABSENT
                : swapped
                    ? element(expr, scalar[i], element, element)
                    : element(expr, element, scalar[i], element);
        any |= !StepSeries.isAbsent(values[i]);
      }
      if (any) {
        result.add(
            nameless
                ? context.nameless(series, values)
                : new StepSeries(series.labels(), values, series.dropName()));
      }
    }
    return new Value.Vectors(nameless ? context.merge(result) : result);
  }

  /** The result of two numbers; a comparison keeps one of them or nothing. */
  static double element(Expr.BinaryExpr expr, double left, double right, double kept) {
    BinaryOp op = expr.op();
    if (!op.isComparison()) {
      return op.apply(left, right);
    }
    boolean holds = op.holds(left, right);
    if (expr.returnBool()) {
      return truth(holds);
    }
    return holds ? kept : StepSeries.ABSENT;
  }

  Value vectors(Expr.BinaryExpr expr, List<StepSeries> left, List<StepSeries> right, Grid grid) {
    if (expr.op().isSet()) {
      return set(expr, left, right, grid);
    }
    return new VectorMatch(context, expr, grid).match(left, right);
  }

  private Value set(
      Expr.BinaryExpr expr, List<StepSeries> left, List<StepSeries> right, Grid grid) {
    Signatures signatures = new Signatures(expr.matching());
    boolean or = expr.op() == BinaryOp.OR;
    Presence presence = new Presence(grid.count());
    for (StepSeries series : or ? left : right) {
      context.budget().hold(presence.add(signatures.of(series.labels()), series.values()));
    }
    List<StepSeries> result = new ArrayList<>(or ? left : List.of());
    boolean wanted = expr.op() == BinaryOp.AND;
    for (StepSeries series : or ? right : left) {
      boolean[] present = presence.of(signatures.of(series.labels()));
      if (present == null) {
        if (!wanted) {
          result.add(series);
        }
        continue;
      }
      context.budget().hold(grid.count());
      double[] values = series.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = present[i] == wanted ? values[i] : StepSeries.ABSENT;
      }
      StepSeries kept = new StepSeries(series.labels(), values, series.dropName());
      if (!kept.isEmpty()) {
        result.add(kept);
      }
    }
    return new Value.Vectors(or ? context.merge(result) : result);
  }

  /** At which instants a group of matching labels has an element. */
  private static final class Presence {
    private final Map<Labels, boolean[]> groups = new HashMap<>();
    private final int count;

    Presence(int count) {
      this.count = count;
    }

    /** Adds a series; returns how much was allocated for it. */
    int add(Labels signature, double[] values) {
      boolean[] present = groups.get(signature);
      int allocated = 0;
      if (present == null) {
        present = new boolean[count];
        groups.put(signature, present);
        allocated = count / 8 + 1;
      }
      for (int i = 0; i < count; i++) {
        present[i] |= !StepSeries.isAbsent(values[i]);
      }
      return allocated;
    }

    boolean @Nullable [] of(Labels signature) {
      return groups.get(signature);
    }
  }
}
