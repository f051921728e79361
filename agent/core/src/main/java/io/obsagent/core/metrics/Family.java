// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.metrics.MetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One metric: its description and the cells of its series. */
abstract class Family<C> {
  final String name;
  final String help;
  final String unit;
  final List<String> labelNames;
  final SeriesMap<C> series;

  Family(Description description, int maxSeries, Function<String[], C> cell, Runnable onOverflow) {
    this.name = description.name();
    this.help = description.help();
    this.unit = description.unit();
    this.labelNames = List.of(description.labelNames());
    this.series = new SeriesMap<>(labelNames.size(), maxSeries, cell, onOverflow);
    if (labelNames.isEmpty()) {
      series.get(new String[0]);
    }
  }

  abstract MetricFamily.Type type();

  abstract MetricFamily.Point point(C cell);

  MetricFamily snapshot() {
    List<MetricFamily.Point> points = new ArrayList<>();
    for (C cell : series.cells()) {
      points.add(point(cell));
    }
    return new MetricFamily(name, help, unit, type(), labelNames, List.copyOf(points));
  }

  /** What a metric is called and what for. */
  @SuppressWarnings("ArrayRecordComponent")
  record Description(String name, String help, String unit, String... labelNames) {}
}
