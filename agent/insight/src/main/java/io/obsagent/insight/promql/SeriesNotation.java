// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.series.Labels;
import io.obsagent.insight.series.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a test's series: {@code http_requests{job="api"} 0+10x5 _ stale NaN}, as Prometheus'
 * test scripts and promtool's unit tests write it.
 *
 * @param labels the series
 * @param points its points, one an interval
 */
public record SeriesNotation(Labels labels, List<Point> points) {
  /** The most points that one line may stand for. */
  static final int MAX_POINTS = 1_000_000;

  public SeriesNotation {
    points = List.copyOf(points);
  }

  /** One point of the series. */
  public sealed interface Point {
    /** No sample. */
    record Omitted() implements Point {}

    /** A number; the stale marker is {@link Samples#STALE_NAN}. */
    record Value(double value) implements Point {}

    /** A native histogram, kept as its text: the engine knows no such samples. */
    record Histogram(String text) implements Point {}
  }

  /**
   * @throws ParseException if the line is not in the notation
   */
  public static SeriesNotation parse(String line) {
    return new SeriesNotation(parseLabels(line), List.of());
  }

  /**
   * @throws ParseException if the text is not a metric
   */
  public static Labels parseLabels(String metric) {
    return Labels.of("__name__", metric);
  }

  /**
   * @throws ParseException if the text is not a sequence of points
   */
  public static List<Point> parsePoints(String sequence) {
    return new ArrayList<>();
  }
}
