// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;

/** A counter; a negative amount is ignored, as a total never falls. */
public final class CounterFamily extends Family<CounterFamily.Cell> implements Metrics.Counter {
  CounterFamily(MetricDefinition definition, int maxSeries, Runnable onOverflow) {
    super(definition, maxSeries, Cell::new, onOverflow);
  }

  @Override
  public Series labels(String... values) {
    return series.get(values);
  }

  public Series labels(String a, String b) {
    return series.get(a, b);
  }

  public Series labels(String a, String b, String c) {
    return series.get(a, b, c);
  }

  public Series labels(String a, String b, String c, String d) {
    return series.get(a, b, c, d);
  }

  @Override
  MetricFamily.Point point(Cell cell) {
    return new MetricFamily.NumberPoint(cell.labelValues, cell.total.sum(), null);
  }

  static final class Cell implements Series {
    private final List<String> labelValues;
    private final DoubleAdder total = new DoubleAdder();

    Cell(String[] labelValues) {
      this.labelValues = List.of(labelValues);
    }

    @Override
    public void add(double amount) {
      if (amount > 0) {
        total.add(amount);
      }
    }
  }
}
