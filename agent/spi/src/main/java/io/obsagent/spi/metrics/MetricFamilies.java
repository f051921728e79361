// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts together the points that are found in a registry of the application: one family for each
 * name, type and names of labels, in the order in which they come. Not thread-safe.
 */
public final class MetricFamilies {
  private static final String TOTAL = "_total";

  private final Map<Key, Family> families = new LinkedHashMap<>();

  private record Key(String name, Type type, List<String> labelNames) {}

  private record Family(MetricDefinition definition, List<Point> points) {}

  /**
   * @param help one sentence; where the application has none, one is made of the name
   * @param unit OpenTelemetry unit, or empty for that which the name ends in
   */
  public void add(
      String name, String help, String unit, Type type, List<String> labelNames, Point point) {
    Key key = new Key(name, type, labelNames);
    Family family = families.get(key);
    if (family == null) {
      String text = help.isBlank() ? "The application's " + name + "." : help;
      String known = unit.isEmpty() ? unitOf(name) : unit;
      MetricDefinition definition =
          new MetricFamily(name, text, known, type, List.copyOf(labelNames), List.of())
              .definition();
      family = new Family(definition, new ArrayList<>());
      families.put(key, family);
    }
    family.points.add(point);
  }

  /** All of them so far. */
  public List<MetricFamily> families() {
    List<MetricFamily> all = new ArrayList<>();
    for (Family family : families.values()) {
      all.add(new MetricFamily(family.definition, List.copyOf(family.points)));
    }
    return all;
  }

  private static String unitOf(String name) {
    String base = name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
    return base.endsWith("_seconds") ? "s" : base.endsWith("_bytes") ? "By" : "";
  }
}
