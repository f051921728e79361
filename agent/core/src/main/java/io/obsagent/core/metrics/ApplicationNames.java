// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the application's own metrics have in common: the beginning of their names, and labels that
 * each of them has. Immutable.
 *
 * @param namespace with a {@code _} at its end; or empty
 * @param labels in the order of their names
 */
record ApplicationNames(String namespace, Map<String, String> labels) {
  /** Null where nothing is configured. */
  static @Nullable ApplicationNames of(Config config) {
    String namespace = config.get(MetricsOptions.NAMESPACE);
    Map<String, String> labels = config.get(MetricsOptions.LABELS);
    return namespace.isEmpty() && labels.isEmpty()
        ? null
        : new ApplicationNames(namespace.isEmpty() ? "" : namespace + '_', labels);
  }

  /**
   * @param text {@code key=value,key2=value2}
   */
  static Map<String, String> parseLabels(@Nullable String text) {
    Map<String, String> labels = new TreeMap<>();
    for (String part : text == null || text.isBlank() ? new String[0] : text.split(",")) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part.trim() : part.substring(0, equals).trim();
      if (equals < 0 || !isName(name) || name.startsWith("__")) {
        throw new IllegalArgumentException(
            "expected name=value, separated by commas, but found '" + part.trim() + "'");
      }
      labels.put(name, part.substring(equals + 1).trim());
    }
    return labels;
  }

  static String parseNamespace(@Nullable String text) {
    String namespace = text == null ? "" : text.trim();
    if (!namespace.isEmpty() && !isName(namespace)) {
      throw new IllegalArgumentException(
          "expected letters, digits and _, but found '" + namespace + "'");
    }
    return namespace;
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  List<MetricFamily> of(List<MetricFamily> families) {
    List<MetricFamily> named = new ArrayList<>(families.size());
    families.forEach(family -> named.add(of(family)));
    return named;
  }

  private MetricFamily of(MetricFamily family) {
    String name =
        family.name().startsWith(namespace) ? family.name() : namespace.concat(family.name());
    List<String> names = new ArrayList<>(family.labelNames());
    List<String> values = new ArrayList<>();
    labels.forEach(
        (label, value) -> {
          if (!family.labelNames().contains(label)) {
            names.add(label);
            values.add(value);
          }
        });
    MetricDefinition known = family.definition();
    MetricDefinition definition =
        new MetricDefinition(
            name,
            known.help(),
            known.unit(),
            known.type(),
            List.copyOf(names),
            known.bounds(),
            known.semconv(),
            known.olderThanProcess());
    if (values.isEmpty()) {
      return new MetricFamily(definition, family.points());
    }
    List<Point> points = new ArrayList<>(family.points().size());
    family.points().forEach(point -> points.add(with(point, values)));
    return new MetricFamily(definition, points);
  }

  private static Point with(Point point, List<String> more) {
    List<String> values = new ArrayList<>(point.labelValues());
    values.addAll(more);
    if (point instanceof HistogramPoint histogram) {
      return new HistogramPoint(
          values,
          histogram.bounds(),
          histogram.cumulativeCounts(),
          histogram.sum(),
          histogram.exemplars());
    }
    if (point instanceof SummaryPoint summary) {
      return new SummaryPoint(
          values, summary.quantiles(), summary.values(), summary.count(), summary.sum());
    }
    NumberPoint number = (NumberPoint) point;
    return new NumberPoint(values, number.value(), number.exemplar());
  }
}
