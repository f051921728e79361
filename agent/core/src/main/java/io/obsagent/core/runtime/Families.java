// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.List;

/** Collects one snapshot. Values that are not known (NaN) are left out. Not thread-safe. */
final class Families {
  private final List<MetricFamily> families = new ArrayList<>(64);

  /** A metric without labels. */
  void gauge(String name, String help, String unit, double value) {
    labelled(Type.GAUGE, name, help, unit).point(value).end();
  }

  void counter(String name, String help, String unit, double value) {
    labelled(Type.COUNTER, name, help, unit).point(value).end();
  }

  Family labelled(Type type, String name, String help, String unit, String... labelNames) {
    return new Family(type, name, help, unit, List.of(labelNames));
  }

  List<MetricFamily> list() {
    return List.copyOf(families);
  }

  /** A metric that is being filled. */
  final class Family {
    private final Type type;
    private final String name;
    private final String help;
    private final String unit;
    private final List<String> labelNames;
    private final List<Point> points = new ArrayList<>();

    private Family(Type type, String name, String help, String unit, List<String> labelNames) {
      this.type = type;
      this.name = name;
      this.help = help;
      this.unit = unit;
      this.labelNames = labelNames;
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
        families.add(new MetricFamily(name, help, unit, type, labelNames, List.copyOf(points)));
      }
    }
  }
}
