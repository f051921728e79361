// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A histogram with fixed buckets, to which bounds may be added. */
public final class HistogramFamily extends Family<HistogramCell> implements Metrics.Histogram {
  private final AtomicReference<double[]> bounds;

  HistogramFamily(
      MetricDefinition definition, double[] bounds, int maxSeries, Runnable onOverflow) {
    this(definition, new AtomicReference<>(bounds), maxSeries, onOverflow);
  }

  private HistogramFamily(
      MetricDefinition definition,
      AtomicReference<double[]> bounds,
      int maxSeries,
      Runnable onOverflow) {
    super(definition, maxSeries, values -> new HistogramCell(values, bounds.get()), onOverflow);
    this.bounds = bounds;
  }

  /** From the next snapshot on, series have one more bucket. */
  void addBound(double bound) {
    bounds.set(with(bounds.get(), bound));
  }

  static double[] with(double[] bounds, double bound) {
    int index = Arrays.binarySearch(bounds, bound);
    if (index >= 0) {
      return bounds;
    }
    double[] more = Arrays.copyOf(bounds, bounds.length + 1);
    System.arraycopy(bounds, -index - 1, more, -index, bounds.length + index + 1);
    more[-index - 1] = bound;
    return more;
  }

  @Override
  public HistogramCell labels(String... values) {
    return series.get(values);
  }

  public HistogramCell labels(String a) {
    return series.get(a);
  }

  public HistogramCell labels(String a, String b) {
    return series.get(a, b);
  }

  public HistogramCell labels(String a, String b, String c) {
    return series.get(a, b, c);
  }

  public HistogramCell labels(String a, String b, String c, String d) {
    return series.get(a, b, c, d);
  }

  public HistogramCell labels(String a, String b, String c, String d, String e) {
    return series.get(a, b, c, d, e);
  }

  public HistogramCell labels(String a, String b, String c, String d, String e, String f) {
    return series.get(a, b, c, d, e, f);
  }

  @Override
  MetricFamily.Point point(HistogramCell cell) {
    return cell.snapshot(bounds.get());
  }

  /** The numbers of observations as a counter: recorded once, exposed as two metrics. */
  MetricFamily countSnapshot(MetricDefinition counter) {
    List<MetricFamily.Point> points = new ArrayList<>();
    for (HistogramCell cell : series.cells()) {
      points.add(cell.countSnapshot());
    }
    return new MetricFamily(counter, List.copyOf(points));
  }
}
