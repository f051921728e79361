// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.SemconvName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A metric as it is sent, with all series of that name: those of one metric of the agent, a part of
 * them, or those of two.
 */
record OutgoingMetric(
    String name, String description, String unit, Kind kind, List<Series> series) {

  /** Which of the messages of a metric's data holds it. */
  enum Kind {
    GAUGE(5),
    COUNTER(7),
    /** A sum that may fall. */
    UP_DOWN(7),
    HISTOGRAM(9),
    SUMMARY(11);

    /** Its number in {@code Metric}. */
    final int field;

    /** Whether it says if its numbers are of all time or since the last ones. */
    boolean hasTemporality() {
      return this != GAUGE && this != SUMMARY;
    }

    Kind(int field) {
      this.field = field;
    }

    private static Kind of(MetricFamily.Type type, boolean upDown) {
      return switch (type) {
        case COUNTER -> COUNTER;
        case GAUGE -> upDown ? UP_DOWN : GAUGE;
        case HISTOGRAM -> HISTOGRAM;
        case SUMMARY -> SUMMARY;
        case UNKNOWN -> GAUGE;
      };
    }
  }

  /**
   * One series.
   *
   * @param name null if it keeps the agent's own
   */
  record Series(MetricFamily family, @Nullable SemconvName name, Point point) {}

  private record Key(String name, Kind kind) {}

  static Collection<OutgoingMetric> of(List<MetricFamily> snapshot) {
    Map<Key, OutgoingMetric> metrics = new LinkedHashMap<>();
    for (MetricFamily family : snapshot) {
      for (Point point : family.points()) {
        SemconvName name = family.definition().semconvOf(point.labelValues());
        Kind kind = Kind.of(family.type(), name != null && name.isUpDown());
        Key key = new Key(name == null ? family.name() : name.name(), kind);
        OutgoingMetric metric = metrics.get(key);
        if (metric == null) {
          String unit = name == null ? family.unit() : name.unit();
          metric = new OutgoingMetric(key.name, family.help(), unit, kind, new ArrayList<>());
          metrics.put(key, metric);
        }
        metric.series.add(new Series(family, name, point));
      }
    }
    return metrics.values();
  }
}
