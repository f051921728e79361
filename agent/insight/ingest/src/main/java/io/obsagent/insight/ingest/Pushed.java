// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One series that somebody has pushed. Immutable.
 *
 * @param labels names to values, sorted; without those of the group
 * @param point the value, without labels
 * @param adds whether it comes on top of what is there
 */
record Pushed(
    String name, Type type, String help, Map<String, String> labels, Point point, boolean adds) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final int MAX_NAME = 256;
  private static final int MAX_LABELS = 32;

  Pushed {
    labels = new TreeMap<>(labels);
  }

  /** What makes it one series. */
  record Key(String name, Map<String, String> labels) {}

  Key key() {
    return new Key(name, labels);
  }

  static Point number(double value) {
    return new NumberPoint(List.of(), value, null);
  }

  /**
   * @throws IllegalArgumentException with what is wrong
   */
  static String checkedName(String name) {
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + cut(name) + "' is no name of a metric");
    }
    return name;
  }

  /**
   * @throws IllegalArgumentException with what is wrong
   */
  static Map<String, String> checkedLabels(Map<String, String> labels) {
    if (labels.size() > MAX_LABELS) {
      throw new IllegalArgumentException("at most " + MAX_LABELS + " labels");
    }
    for (String label : labels.keySet()) {
      if (label.length() > MAX_NAME || !LABEL.matcher(label).matches() || label.startsWith("__")) {
        throw new IllegalArgumentException("'" + cut(label) + "' is no name of a label");
      }
    }
    return labels;
  }

  private static String cut(String text) {
    return text.length() > 64 ? text.substring(0, 64) + "…" : text;
  }

  /** How many series of Prometheus it is. */
  int series() {
    return point instanceof HistogramPoint histogram
        ? histogram.cumulativeCounts().length + 2
        : point instanceof SummaryPoint summary ? summary.quantiles().length + 2 : 1;
  }

  /** What there is after this has come; what cannot be added takes the other's place. */
  Pushed after(Pushed before) {
    if (!adds) {
      return this;
    }
    Point sum = point;
    if (before.point instanceof NumberPoint a && point instanceof NumberPoint b) {
      sum = number(a.value() + b.value());
    } else if (before.point instanceof HistogramPoint a
        && point instanceof HistogramPoint b
        && Arrays.equals(a.bounds(), b.bounds())) {
      long[] counts = a.cumulativeCounts().clone();
      for (int i = 0; i < counts.length; i++) {
        counts[i] += b.cumulativeCounts()[i];
      }
      sum = new HistogramPoint(List.of(), a.bounds(), counts, a.sum() + b.sum());
    } else if (before.point instanceof SummaryPoint a && point instanceof SummaryPoint b) {
      sum =
          new SummaryPoint(
              List.of(), b.quantiles(), b.values(), a.count() + b.count(), a.sum() + b.sum());
    }
    return new Pushed(name, type, help, labels, sum, false);
  }

  /** The point with the values of labels. */
  Point with(List<String> values) {
    if (point instanceof NumberPoint number) {
      return new NumberPoint(values, number.value(), null);
    }
    if (point instanceof SummaryPoint summary) {
      return new SummaryPoint(
          values, summary.quantiles(), summary.values(), summary.count(), summary.sum());
    }
    HistogramPoint histogram = (HistogramPoint) point;
    return new HistogramPoint(
        values, histogram.bounds(), histogram.cumulativeCounts(), histogram.sum());
  }
}
