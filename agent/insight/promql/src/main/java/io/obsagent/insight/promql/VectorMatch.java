// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An arithmetic or comparison operator between two vectors. The side of which one element matches
 * is called "one", the other one "many", whichever side of the operator they are on.
 */
final class VectorMatch {
  /** The series of the two sides that meet. */
  private static final class Group {
    final List<StepSeries> ones = new ArrayList<>(1);
    int[] oneAt = new int[0];
    final Map<Labels, boolean[]> produced = new HashMap<>();
    int manies;
  }

  private final QueryContext context;
  private final Expr.BinaryExpr expr;
  private final VectorMatching matching;
  private final Signatures signatures;
  private final Grid grid;
  private final boolean swapped;
  private final boolean oneToOne;
  private final Set<String> matchingLabels;
  private final Map<Labels, Group> groups = new HashMap<>();

  VectorMatch(QueryContext context, Expr.BinaryExpr expr, Grid grid) {
    this.context = context;
    this.expr = expr;
    this.matching = expr.matching();
    this.signatures = new Signatures(matching);
    this.grid = grid;
    this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    this.oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
    this.matchingLabels = new HashSet<>(matching.labels());
  }

  Value match(List<StepSeries> left, List<StepSeries> right) {
    List<StepSeries> many = swapped ? right : left;
    List<StepSeries> one = swapped ? left : right;
    if (many.isEmpty() || one.isEmpty()) {
      return Value.Vectors.EMPTY;
    }
    for (StepSeries series : one) {
      groups.computeIfAbsent(signatures.of(series.labels()), key -> new Group()).ones.add(series);
    }
    for (Map.Entry<Labels, Group> entry : groups.entrySet()) {
      resolve(entry.getKey(), entry.getValue(), many);
    }
    List<Group> matched = new ArrayList<>(many.size());
    for (StepSeries series : many) {
      Group group = groups.get(signatures.of(series.labels()));
      matched.add(group);
      if (group != null) {
        group.manies++;
      }
    }
    List<StepSeries> result = new ArrayList<>();
    for (int i = 0; i < many.size(); i++) {
      Group group = matched.get(i);
      if (group != null) {
        combine(many.get(i), group, result);
      }
    }
    return new Value.Vectors(context.merge(result));
  }

  /** Finds the one element of a group at each instant. */
  private void resolve(Labels signature, Group group, List<StepSeries> many) {
    if (group.ones.size() == 1) {
      return;
    }
    context.budget().hold(grid.count());
    group.oneAt = new int[grid.count()];
    Arrays.fill(group.oneAt, -1);
    for (int index = 0; index < group.ones.size(); index++) {
      double[] values = group.ones.get(index).values();
      for (int i = 0; i < values.length; i++) {
        if (StepSeries.isAbsent(values[i])) {
          continue;
        }
        if (group.oneAt[i] >= 0 && anyAt(many, i)) {
          throw duplicates(signature, group.ones.get(group.oneAt[i]), group.ones.get(index));
        }
        group.oneAt[i] = index;
      }
    }
  }

  private static boolean anyAt(List<StepSeries> series, int index) {
    for (StepSeries one : series) {
      if (!StepSeries.isAbsent(one.values()[index])) {
        return true;
      }
    }
    return false;
  }

  private EvaluationException duplicates(Labels signature, StepSeries first, StepSeries second) {
    String one = describe(first.labels());
    String other = describe(second.labels());
    boolean ordered = one.compareTo(other) <= 0;
    return new EvaluationException(
        "found duplicate series for the match group "
            + (describe(signature) + " on the " + (swapped ? "left" : "right"))
            + (" hand-side of the operation: [" + (ordered ? one : other) + ", ")
            + ((ordered ? other : one) + "];many-to-many matching not allowed: ")
            + "matching labels must be unique on one side");
  }

  /** Labels in braces with the metric name as one of them. */
  private static String describe(Labels labels) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(labels.name(i)).append('=');
      text.append(Quoting.quote(labels.value(i)));
    }
    return text.append('}').toString();
  }

  private void combine(StepSeries many, Group group, List<StepSeries> result) {
    for (int index = 0; index < group.ones.size(); index++) {
      StepSeries one = group.ones.get(index);
      context.budget().hold(grid.count());
      double[] values = new double[grid.count()];
      boolean[] met = group.manies > 1 ? new boolean[grid.count()] : new boolean[0];
      boolean any = false;
      boolean kept = false;
      for (int i = 0; i < values.length; i++) {
        values[i] = StepSeries.ABSENT;
        double a = many.values()[i];
        double b = one.values()[i];
        boolean chosen = group.oneAt.length == 0 || group.oneAt[i] == index;
        if (!chosen || StepSeries.isAbsent(a) || StepSeries.isAbsent(b)) {
          continue;
        }
        any = true;
        if (met.length > 0) {
          met[i] = true;
        }
        double left = swapped ? b : a;
        values[i] = BinaryOperations.element(expr, left, swapped ? a : b, left);
        kept |= !StepSeries.isAbsent(values[i]);
      }
      if (!any) {
        continue;
      }
      Labels labels = resultLabels(many.labels(), one.labels());
      if (met.length > 0) {
        checkUnique(group, oneToOne ? Labels.EMPTY : labels, met);
      }
      if (kept) {
        boolean drop = many.dropName() && expr.op().isComparison() || expr.returnBool();
        result.add(new StepSeries(labels, values, drop && context.options().delayedNameRemoval()));
      }
    }
  }

  private void checkUnique(Group group, Labels labels, boolean[] met) {
    boolean[] before = group.produced.get(labels);
    if (before == null) {
      group.produced.put(labels, met);
      return;
    }
    for (int i = 0; i < met.length; i++) {
      if (met[i] && before[i]) {
        throw new EvaluationException(
            oneToOne
                ? "multiple matches for labels: many-to-one matching must be explicit"
                    + " (group_left/group_right)"
                : "multiple matches for labels: grouping labels must ensure unique matches");
      }
      before[i] |= met[i];
    }
  }

  private Labels resultLabels(Labels many, Labels one) {
    boolean nameless =
        !expr.op().isComparison() || expr.returnBool() && !context.options().delayedNameRemoval();
    Labels labels = nameless ? QueryContext.withoutMetadata(many) : many;
    if (oneToOne) {
      labels = matching.on() ? labels.only(matchingLabels) : labels.except(matchingLabels);
    }
    for (String include : matching.include()) {
      String value = one.get(include);
      labels = value.isEmpty() ? labels.without(include) : labels.with(include, value);
    }
    return labels;
  }
}
