// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.metrics.MetricFamilies;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.MetricNames;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the application records into one instrument: a cell for each set of attributes. */
final class Instrument {
  /** As the specification has it, what is beyond is recorded with this attribute alone. */
  private static final int MAX_CELLS = 2_000;

  private static final Attributes OVERFLOW =
      Attributes.of(AttributeKey.booleanKey("otel.metric.overflow"), true);

  /** What an instrument counts. */
  enum Kind {
    COUNTER(Type.COUNTER),
    UP_DOWN(Type.GAUGE),
    GAUGE(Type.GAUGE),
    HISTOGRAM(Type.HISTOGRAM);

    private final Type type;

    Kind(Type type) {
      this.type = type;
    }
  }

  private final Kind kind;
  private final String name;
  private final String help;
  private final double[] bounds;
  private final ConcurrentHashMap<Attributes, Cell> cells = new ConcurrentHashMap<>();

  Instrument(Kind kind, String name, String help, double[] bounds) {
    this.kind = kind;
    this.name = name;
    this.help = help;
    this.bounds = bounds;
  }

  /**
   * A value that was measured, or an amount to be added.
   *
   * @param context in which; null for the current one
   */
  void record(double value, Attributes attributes, @Nullable Context context) {
    Cell cell = cell(attributes);
    switch (kind) {
      case GAUGE -> cell.set(value);
      case HISTOGRAM -> cell.observe(value, bounds, context);
      default -> {
        if (value > 0 || kind == Kind.UP_DOWN) {
          cell.sum.add(value);
          if (kind == Kind.COUNTER) {
            cell.exemplars.offer(0, value, context);
          }
        }
      }
    }
  }

  /** What a callback has found: a total, or a value now. */
  void observe(double value, Attributes attributes) {
    cell(attributes).set(value);
  }

  /** Before callbacks are asked again: what they tell no more is gone. */
  void forget() {
    cells.clear();
  }

  private Cell cell(Attributes attributes) {
    Cell cell = cells.get(attributes);
    if (cell == null) {
      Attributes key = cells.size() < MAX_CELLS ? attributes : OVERFLOW;
      cell = cells.computeIfAbsent(key, first -> new Cell(bounds.length));
    }
    return cell;
  }

  void addTo(MetricFamilies families) {
    for (Map.Entry<Attributes, Cell> entry : cells.entrySet()) {
      Map<String, String> labels = new TreeMap<>();
      entry
          .getKey()
          .forEach((key, value) -> labels.put(MetricNames.valid(key.getKey()), value.toString()));
      List<String> values = new ArrayList<>(labels.values());
      families.add(
          name,
          help,
          "",
          kind.type,
          new ArrayList<>(labels.keySet()),
          entry.getValue().point(values, this));
    }
  }

  /** One series. */
  private static final class Cell {
    final DoubleAdder sum = new DoubleAdder();
    final LongAdder[] counts;
    final Exemplars exemplars;
    private volatile double value = Double.NaN;

    Cell(int bounds) {
      this.counts = new LongAdder[bounds + 1];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = new LongAdder();
      }
      this.exemplars = new Exemplars(counts.length);
    }

    void set(double newValue) {
      value = newValue;
    }

    void observe(double observed, double[] bounds, @Nullable Context context) {
      if (!Double.isNaN(observed)) {
        int bucket = 0;
        while (bucket < bounds.length && observed > bounds[bucket]) {
          bucket++;
        }
        counts[bucket].increment();
        sum.add(observed);
        exemplars.offer(bucket, observed, context);
      }
    }

    Point point(List<String> labels, Instrument instrument) {
      if (instrument.kind != Kind.HISTOGRAM) {
        double set = value;
        return new NumberPoint(labels, Double.isNaN(set) ? sum.sum() : set, exemplars.of(0));
      }
      long[] cumulative = new long[counts.length];
      for (int i = 0; i < counts.length; i++) {
        cumulative[i] = counts[i].sum() + (i == 0 ? 0 : cumulative[i - 1]);
      }
      return new HistogramPoint(labels, instrument.bounds, cumulative, sum.sum(), exemplars.all());
    }
  }
}
