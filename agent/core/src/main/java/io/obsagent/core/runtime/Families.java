// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import java.util.ArrayList;
import java.util.List;

/** Collects one snapshot. Values that are not known (NaN) are left out. Not thread-safe. */
final class Families {
  private final List<MetricFamily> families = new ArrayList<>(64);

  /** A metric without labels. */
  void add(MetricDefinition definition, double value) {
    fill(definition).point(value).end();
  }

  Family fill(MetricDefinition definition) {
    return new Family(definition);
  }

  List<MetricFamily> list() {
    return List.copyOf(families);
  }

  /** A metric that is being filled. */
  final class Family {
    private final MetricDefinition definition;
    private final List<Point> points = new ArrayList<>();

    private Family(MetricDefinition definition) {
      this.definition = definition;
    }

    Family point(double value, String... labelValues) {
      if (!Double.isNaN(value)) {
        points.add(new NumberPoint(List.of(labelValues), value, null));
      }
      return this;
    }

    Family point(Point point) {
      points.add(point);
      return this;
    }

    void end() {
      if (!points.isEmpty()) {
        families.add(new MetricFamily(definition, List.copyOf(points)));
      }
    }
  }
}
