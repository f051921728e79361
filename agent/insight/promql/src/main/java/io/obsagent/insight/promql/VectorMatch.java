// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An arithmetic or comparison operator between two vectors. The side of which one element matches
 * is called "one", the other one "many", whichever side of the operator they are on.
 *
 * <p>To fill in what is missing on a side, each group gets one series more there, with the labels
 * that are matched, which is present just where the side lacks an element.
 */
final class VectorMatch {
  /** The series of the two sides that meet. */
  private static final class Group {
    final List<StepSeries> ones = new ArrayList<>(1);
    int[] oneAt = new int[0];
    final Map<Labels, boolean[]> produced = new HashMap<>();
    int manies;

    /** At which instants the many side has an element; only if it is to be filled. */
    boolean[] manyAt = new boolean[0];
  }

  private final QueryContext context;
  private final Expr.BinaryExpr expr;
  private final VectorMatching matching;
  private final Signatures signatures;
  private final Grid grid;
  private final boolean swapped;
  private final boolean oneToOne;
  private final Set<String> matchingLabels;
  private final Map<Labels, Group> groups = new LinkedHashMap<>();
  private final @Nullable Double fillOne;
  private final @Nullable Double fillMany;

  VectorMatch(QueryContext context, Expr.BinaryExpr expr, Grid grid) {
    this.context = context;
    this.expr = expr;
    this.matching = expr.matching();
    this.signatures = new Signatures(matching);
    this.grid = grid;
    this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    this.oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
    this.matchingLabels = new HashSet<>(matching.labels());
    // Not swapped with the sides for group_right: so does Prometheus, and its tests expect it.
    this.fillOne = matching.fillRight();
    this.fillMany = matching.fillLeft();
  }

  Value match(List<StepSeries> left, List<StepSeries> right) {
    List<StepSeries> many = swapped ? right : left;
    List<StepSeries> one = swapped ? left : right;
    if (!matching.fills() && (many.isEmpty() || one.isEmpty())) {
      return Value.Vectors.EMPTY;
    }
    for (StepSeries series : one) {
      groups.computeIfAbsent(signatures.of(series.labels()), key -> new Group()).ones.add(series);
    }
    for (Map.Entry<Labels, Group> entry : groups.entrySet()) {
      resolve(entry.getKey(), entry.getValue(), many);
    }
    List<@Nullable Group> matched = new ArrayList<>(many.size());
    for (StepSeries series : many) {
      Labels signature = signatures.of(series.labels());
      Group group =
          fillOne == null
              ? groups.get(signature)
              : groups.computeIfAbsent(signature, key -> new Group());
      matched.add(group);
      if (group != null) {
        group.manies++;
        notePresence(group, series);
      }
    }
    List<StepSeries> filled = new ArrayList<>();
    List<@Nullable Group> filledGroups = new ArrayList<>();
    for (Map.Entry<Labels, Group> entry : groups.entrySet()) {
      StepSeries missing = missingMany(entry.getKey(), entry.getValue());
      addMissingOne(entry.getKey(), entry.getValue());
      if (missing != null) {
        filled.add(missing);
        filledGroups.add(entry.getValue());
      }
    }
    List<StepSeries> result = new ArrayList<>();
    combine(many, matched, result);
    combine(filled, filledGroups, result);
    return new Value.Vectors(context.merge(result));
  }

  private void combine(
      List<StepSeries> many, List<@Nullable Group> matched, List<StepSeries> result) {
    for (int i = 0; i < many.size(); i++) {
      Group group = matched.get(i);
      if (group != null) {
        combine(many.get(i), group, result);
      }
    }
  }

  private void notePresence(Group group, StepSeries many) {
    if (fillMany == null) {
      return;
    }
    if (group.manyAt.length == 0) {
      context.budget().hold(grid.count() / 8 + 1);
      group.manyAt = new boolean[grid.count()];
    }
    for (int i = 0; i < group.manyAt.length; i++) {
      group.manyAt[i] |= !StepSeries.isAbsent(many.values()[i]);
    }
  }

  /** The element of the many side where there is one of the other only; null for nowhere. */
  private @Nullable StepSeries missingMany(Labels signature, Group group) {
    if (fillMany == null || group.ones.isEmpty()) {
      return null;
    }
    context.budget().hold(grid.count());
    double[] values = StepSeries.absent(grid.count());
    for (int i = 0; i < values.length; i++) {
      boolean present = group.manyAt.length > 0 && group.manyAt[i];
      values[i] = !present && hasOne(group, i) ? fillMany : StepSeries.ABSENT;
    }
    return new StepSeries(signature, values, false);
  }

  /** Adds the element of the one side where it has none. */
  private void addMissingOne(Labels signature, Group group) {
    if (fillOne == null || group.manies == 0) {
      return;
    }
    context.budget().hold(2L * grid.count());
    double[] values = StepSeries.absent(grid.count());
    int[] oneAt = new int[grid.count()];
    int added = group.ones.size();
    for (int i = 0; i < values.length; i++) {
      boolean present = hasOne(group, i);
      values[i] = present ? StepSeries.ABSENT : fillOne;
      oneAt[i] = !present ? added : group.oneAt.length == 0 ? 0 : group.oneAt[i];
    }
    group.ones.add(new StepSeries(signature, values, false));
    group.oneAt = oneAt;
  }

  private static boolean hasOne(Group group, int index) {
    if (group.oneAt.length > 0) {
      return group.oneAt[index] >= 0;
    }
    return !group.ones.isEmpty() && !StepSeries.isAbsent(group.ones.get(0).values()[index]);
  }

  /** Finds the one element of a group at each instant. */
  private void resolve(Labels signature, Group group, List<StepSeries> many) {
    if (group.ones.size() <= 1) {
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
        if (group.oneAt[i] >= 0 && (matching.fills() || anyAt(many, i))) {
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
