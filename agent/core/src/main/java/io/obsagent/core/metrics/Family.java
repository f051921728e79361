// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One metric: its definition and the cells of its series. */
abstract class Family<C> {
  final MetricDefinition definition;
  final SeriesMap<C> series;

  Family(
      MetricDefinition definition, int maxSeries, Function<String[], C> cell, Runnable onOverflow) {
    this.definition = definition;
    int labels = definition.labelNames().size();
    this.series = new SeriesMap<>(definition.name(), labels, maxSeries, cell, onOverflow);
    if (labels == 0) {
      series.get(new String[0]);
    }
  }

  abstract MetricFamily.Point point(C cell);

  MetricFamily snapshot() {
    List<MetricFamily.Point> points = new ArrayList<>();
    for (C cell : series.cells()) {
      points.add(point(cell));
    }
    return new MetricFamily(definition, List.copyOf(points));
  }
}
