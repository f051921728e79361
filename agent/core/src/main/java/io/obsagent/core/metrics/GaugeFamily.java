// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;

/** A gauge that is added to or set. */
final class GaugeFamily extends Family<GaugeFamily.Cell> implements Metrics.Gauge {
  GaugeFamily(MetricDefinition definition, int maxSeries, Runnable onOverflow) {
    super(definition, maxSeries, Cell::new, onOverflow);
  }

  @Override
  public Series labels(String... values) {
    return series.get(values);
  }

  @Override
  MetricFamily.Point point(Cell cell) {
    return new MetricFamily.NumberPoint(cell.labelValues, cell.value(), null);
  }

  static final class Cell implements Series {
    private final List<String> labelValues;
    private final DoubleAdder changes = new DoubleAdder();
    private volatile double start;

    Cell(String[] labelValues) {
      this.labelValues = List.of(labelValues);
    }

    @Override
    public void add(double amount) {
      changes.add(amount);
    }

    @Override
    public synchronized void set(double value) {
      start = value - changes.sum();
    }

    double value() {
      return start + changes.sum();
    }
  }
}
