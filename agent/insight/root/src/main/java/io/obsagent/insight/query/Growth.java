// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.Insight;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SeriesReader;
import io.obsagent.insight.series.Target;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * By how much metrics of this process grew in a time: what the store has is completed by what they
 * say now. Not thread-safe.
 */
public final class Growth {
  private final SeriesReader store;
  private final Map<String, MetricFamily> live = new HashMap<>();
  private final Labels self;
  private final long from;
  private final long to;

  /**
   * @param families the metrics as they are now; none where the time is over
   */
  public Growth(Insight insight, List<MetricFamily> families, long from, long to) {
    Target target = insight.cycle().targets().get(0);
    this.store = insight.store();
    this.self = Labels.of("job", target.job(), "instance", target.instance());
    this.from = from;
    this.to = to;
    families.forEach(family -> live.put(family.name(), family));
  }

  /** The series of a counter that grew. */
  public void counter(String metric, BiConsumer<Labels, Double> each) {
    Increase increase = new Increase();
    increase.read(store, metric, from, to);
    MetricFamily family = live.get(metric);
    if (family != null) {
      for (Point point : family.points()) {
        if (point instanceof NumberPoint number) {
          increase.now(labels(family, point), number.value());
        }
      }
    }
    grown(increase, each);
  }

  /** Counts and sums of a histogram that grew. */
  public void histogram(
      String metric, BiConsumer<Labels, Double> eachCount, BiConsumer<Labels, Double> eachSum) {
    Increase counts = new Increase();
    Increase sums = new Increase();
    counts.read(store, metric + "_count", from, to);
    sums.read(store, metric + "_sum", from, to);
    MetricFamily family = live.get(metric);
    if (family != null) {
      for (Point point : family.points()) {
        if (point instanceof HistogramPoint histogram) {
          Labels labels = labels(family, point);
          counts.now(labels, histogram.count());
          sums.now(labels, histogram.sum());
        }
      }
    }
    grown(counts, eachCount);
    grown(sums, eachSum);
  }

  /** The buckets of a histogram, cumulative as Prometheus has them, by {@code le}. */
  public void buckets(String metric, BiConsumer<Labels, Double> each) {
    Increase increase = new Increase();
    increase.read(store, metric + "_bucket", from, to);
    MetricFamily family = live.get(metric);
    if (family != null) {
      for (Point point : family.points()) {
        if (point instanceof HistogramPoint histogram) {
          Labels labels = labels(family, point);
          long[] cumulative = histogram.cumulativeCounts();
          for (int i = 0; i < cumulative.length; i++) {
            double bound =
                i < histogram.bounds().length ? histogram.bounds()[i] : Double.POSITIVE_INFINITY;
            increase.now(labels.with("le", Double.toString(bound)), cumulative[i]);
          }
        }
      }
    }
    increase.forEach(each);
  }

  private static void grown(Increase increase, BiConsumer<Labels, Double> each) {
    increase.forEach(
        (labels, grown) -> {
          if (grown > 0) {
            each.accept(labels, grown);
          }
        });
  }

  private Labels labels(MetricFamily family, Point point) {
    Map<String, String> labels = new HashMap<>(self.toMap());
    for (int i = 0; i < family.labelNames().size(); i++) {
      labels.put(family.labelNames().get(i), point.labelValues().get(i));
    }
    return Labels.of(labels);
  }
}
