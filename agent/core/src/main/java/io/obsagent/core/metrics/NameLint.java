// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tells of the application's metrics that will make trouble, each once: distributions without a
 * unit in their names, what has no type, and labels with more values than anybody looks at. See <a
 * href="https://prometheus.io/docs/practices/naming/">Prometheus' practices</a>. One thread at a
 * time.
 */
final class NameLint {
  private static final int MANY_VALUES = 1_000;
  private static final int MAX_TOLD = 1_000;
  private static final int MAX_LISTED = 10;

  /** Units that are no plurals. */
  private static final Set<String> UNITS = Set.of("ratio", "percent", "celsius", "hertz", "info");

  private final Consumer<String> warn;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param warn takes one line for each kind of trouble
   */
  NameLint(Consumer<String> warn) {
    this.warn = warn;
  }

  /** Looks at what was read now. */
  synchronized void check(List<MetricFamily> families) {
    Set<String> withoutUnit = new TreeSet<>();
    Set<String> withoutType = new TreeSet<>();
    Set<String> many = new TreeSet<>();
    for (MetricFamily family : families) {
      boolean distribution = family.type() == Type.HISTOGRAM || family.type() == Type.SUMMARY;
      if (distribution && !hasUnit(family.name()) && isNew(family.name())) {
        withoutUnit.add(family.name());
      }
      if (family.type() == Type.UNKNOWN && isNew(family.name())) {
        withoutType.add(family.name());
      }
      if (family.points().size() > MANY_VALUES) {
        many.addAll(labelsOfManyValues(family));
      }
    }
    if (!withoutUnit.isEmpty()) {
      warn.accept(
          "metrics of the application whose names do not end in their unit, as in request_seconds: "
              + listed(withoutUnit));
    }
    if (!withoutType.isEmpty()) {
      warn.accept(
          "metrics of the application without a type, as has a counter whose name does not end in"
              + " _total: "
              + listed(withoutType));
    }
    if (!many.isEmpty()) {
      warn.accept(
          "labels of the application's metrics with more than "
              + MANY_VALUES
              + " values, which should be attributes of spans: "
              + listed(many));
    }
  }

  private boolean isNew(String what) {
    return seen.size() < MAX_TOLD && seen.add(what);
  }

  /** The last word of a name, which is a unit where it is a plural: {@code order_value_euros}. */
  private static boolean hasUnit(String name) {
    String last = name.substring(name.lastIndexOf('_') + 1);
    return name.indexOf('_') > 0 && (last.endsWith("s") || UNITS.contains(last));
  }

  private List<String> labelsOfManyValues(MetricFamily family) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < family.labelNames().size(); i++) {
      String label = family.name() + '{' + family.labelNames().get(i) + '}';
      if (!seen.contains(label) && values(family, i) > MANY_VALUES && isNew(label)) {
        labels.add(label);
      }
    }
    return labels;
  }

  private static int values(MetricFamily family, int label) {
    Set<String> values = new HashSet<>();
    for (Point point : family.points()) {
      values.add(point.labelValues().get(label));
    }
    return values.size();
  }

  private static String listed(Set<String> names) {
    List<String> first = names.stream().limit(MAX_LISTED).toList();
    int left = names.size() - first.size();
    return String.join(", ", first) + (left == 0 ? "" : " and " + left + " more");
  }
}
