// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one exposition of what the application's registries have: no name of the agent's, no name
 * of two types, no series twice. Series of two registries of one library are added up, as those of
 * two applications in one process; where two libraries have the same series, one of them shows the
 * other's, and the first one stays. For one snapshot; not thread-safe.
 */
final class BridgedFamilies {
  static final String PREFIX = "app_";

  private static final String TOTAL = "_total";
  private static final int MAX_FAMILIES = 10_000;
  private static final int MAX_VALUE_LENGTH = 256;

  private final int maxSeries;
  private final Set<String> agents = new HashSet<>();
  private final Set<String> told;
  private final Map<String, Merged> byName = new LinkedHashMap<>();

  /** Names of samples to the family that has them. */
  private final Map<String, String> samples = new LinkedHashMap<>();

  /** Those of which nothing was said yet. */
  private final List<String> renamed = new ArrayList<>();

  private long overLimit;
  private long conflicts;

  /** All series of one name, by the names of their labels. */
  private static final class Merged {
    final Type type;
    final Map<List<String>, Map<List<String>, Point>> points = new LinkedHashMap<>();
    final Map<List<String>, MetricDefinition> definitions = new LinkedHashMap<>();
    final String library;
    int series;

    Merged(Type type, String library) {
      this.type = type;
      this.library = library;
    }
  }

  /**
   * @param agents what the agent has itself
   * @param told names of which it was said already what became of them
   */
  BridgedFamilies(Collection<MetricFamily> agents, int maxSeries, Set<String> told) {
    this.maxSeries = maxSeries;
    this.told = told;
    for (MetricFamily family : agents) {
      this.agents.addAll(sampleNames(family.name(), family.type()));
    }
  }

  void add(BridgedRegistries.Read read) {
    for (MetricFamily family : read.families()) {
      add(family, read.library());
    }
  }

  private void add(MetricFamily family, String library) {
    String name = nameOf(family);
    if (name == null) {
      conflicts += family.points().size();
      return;
    }
    Merged merged = byName.get(name);
    if (merged == null) {
      if (byName.size() >= MAX_FAMILIES) {
        overLimit += family.points().size();
        return;
      }
      merged = new Merged(family.type(), library);
      byName.put(name, merged);
      for (String sample : sampleNames(name, family.type())) {
        samples.put(sample, name);
      }
    }
    int[] order = order(family.labelNames());
    List<String> labels = ordered(family.labelNames(), order);
    merged.definitions.computeIfAbsent(labels, key -> definition(name, family, labels));
    Map<List<String>, Point> points =
        merged.points.computeIfAbsent(labels, key -> new LinkedHashMap<>());
    for (Point point : family.points()) {
      if (point.labelValues().size() == order.length) {
        add(merged, points, withLabels(point, cut(ordered(point.labelValues(), order))), library);
      }
    }
  }

  /** Null if another type has it already. */
  private @Nullable String nameOf(MetricFamily family) {
    String name = family.name();
    if (sampleNames(name, family.type()).stream().anyMatch(agents::contains)) {
      if (told.add(PREFIX + name)) {
        renamed.add(name);
      }
      name = PREFIX + name;
    }
    Merged known = byName.get(name);
    if (known != null && known.type == family.type()) {
      return name;
    }
    for (String sample : sampleNames(name, family.type())) {
      if (agents.contains(sample) || samples.containsKey(sample)) {
        if (told.add(PREFIX + name)) {
          AgentLog.warn(
              "metric "
                  + family.name()
                  + " is left out: there is another one of the same name or sample");
        }
        return null;
      }
    }
    return name;
  }

  private void add(Merged merged, Map<List<String>, Point> points, Point point, String library) {
    Point before = points.get(point.labelValues());
    if (before != null) {
      if (library.equals(merged.library)) {
        points.put(point.labelValues(), sum(before, point));
      }
    } else if (merged.series >= maxSeries) {
      overLimit++;
    } else {
      merged.series++;
      points.put(point.labelValues(), point);
    }
  }

  private static Point sum(Point a, Point b) {
    if (a instanceof NumberPoint x && b instanceof NumberPoint y) {
      return new NumberPoint(x.labelValues(), x.value() + y.value(), x.exemplar());
    }
    if (a instanceof SummaryPoint x && b instanceof SummaryPoint y) {
      return new SummaryPoint(
          x.labelValues(), x.quantiles(), x.values(), x.count() + y.count(), x.sum() + y.sum());
    }
    if (a instanceof HistogramPoint x
        && b instanceof HistogramPoint y
        && Arrays.equals(x.bounds(), y.bounds())) {
      long[] counts = x.cumulativeCounts().clone();
      for (int i = 0; i < counts.length; i++) {
        counts[i] += y.cumulativeCounts()[i];
      }
      return new HistogramPoint(
          x.labelValues(), x.bounds(), counts, x.sum() + y.sum(), x.exemplars());
    }
    return a;
  }

  /** One family for each name and its labels. */
  List<MetricFamily> families() {
    if (!renamed.isEmpty()) {
      AgentLog.warn(
          "metrics that the application and the agent have both: the application's are shown with "
              + PREFIX
              + " before their names: "
              + String.join(", ", renamed));
      renamed.clear();
    }
    List<MetricFamily> families = new ArrayList<>();
    for (Merged merged : byName.values()) {
      merged.points.forEach(
          (labels, points) ->
              families.add(
                  new MetricFamily(merged.definitions.get(labels), List.copyOf(points.values()))));
    }
    return families;
  }

  /** Series that were too many. */
  long overLimit() {
    return overLimit;
  }

  /** Series under a name that something else has. */
  long conflicts() {
    return conflicts;
  }

  private static MetricDefinition definition(
      String name, MetricFamily family, List<String> labels) {
    return new MetricFamily(name, family.help(), family.unit(), family.type(), labels, List.of())
        .definition();
  }

  /** What a scraper finds of it, besides its name in OpenMetrics. */
  private static List<String> sampleNames(String name, Type type) {
    return switch (type) {
      case COUNTER -> {
        String base = name.endsWith(TOTAL) ? name.substring(0, name.length() - 6) : name;
        yield List.of(base, base + TOTAL);
      }
      case HISTOGRAM -> List.of(name, name + "_bucket", name + "_count", name + "_sum");
      case SUMMARY -> List.of(name, name + "_count", name + "_sum");
      case GAUGE, UNKNOWN -> List.of(name);
    };
  }

  /** Positions of labels in the order of their names: libraries do not agree on one. */
  private static int[] order(List<String> names) {
    Integer[] order = new Integer[names.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> names.get(a).compareTo(names.get(b)));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  private static List<String> ordered(List<String> texts, int[] order) {
    String[] result = new String[order.length];
    for (int i = 0; i < order.length; i++) {
      result[i] = texts.get(order[i]);
    }
    return List.of(result);
  }

  private static List<String> cut(List<String> values) {
    if (values.stream().allMatch(value -> value.length() <= MAX_VALUE_LENGTH)) {
      return values;
    }
    return values.stream()
        .map(value -> value.substring(0, Math.min(value.length(), MAX_VALUE_LENGTH)))
        .toList();
  }

  private static Point withLabels(Point point, List<String> values) {
    if (point instanceof NumberPoint number) {
      return new NumberPoint(values, number.value(), number.exemplar());
    }
    if (point instanceof SummaryPoint summary) {
      return new SummaryPoint(
          values, summary.quantiles(), summary.values(), summary.count(), summary.sum());
    }
    HistogramPoint histogram = (HistogramPoint) point;
    return new HistogramPoint(
        values,
        histogram.bounds(),
        histogram.cumulativeCounts(),
        histogram.sum(),
        histogram.exemplars());
  }
}
