// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.query;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * By how much the series of one metric grew in a time, exactly: unlike PromQL's {@code increase}, a
 * series that begins within the time counts from 0, and nothing is extrapolated. A total that falls
 * has begun anew. Not thread-safe.
 */
public final class Increase {
  /** Read at once: so much of the store is decoded at a time, however long the whole is. */
  private static final long CHUNK_MILLIS = 3_600_000;

  private static final int MAX_SAMPLES = 2_000_000;

  /** A series that has no sample so long before is one that was not there. */
  private static final long LOOKBACK_MILLIS = 300_000;

  private static final class Total {
    double last = Double.NaN;
    double grown;

    void see(double value, boolean before) {
      if (before) {
        last = value;
        return;
      }
      double from = Double.isNaN(last) || value < last ? 0 : last;
      grown += value - from;
      last = value;
    }
  }

  private final Map<Labels, Total> totals = new HashMap<>();
  private long first = Long.MAX_VALUE;

  /**
   * Reads what the store has.
   *
   * @throws io.obsagent.insight.series.SampleLimitException if there is too much of it
   */
  public void read(SeriesReader store, String metric, long fromMillis, long toMillis) {
    List<LabelMatcher> name = List.of(LabelMatcher.equal(Labels.METRIC_NAME, metric));
    long start = fromMillis - LOOKBACK_MILLIS;
    while (start <= toMillis) {
      long end = Math.min(toMillis, start + CHUNK_MILLIS);
      for (Samples samples : store.select(name, start, end, MAX_SAMPLES)) {
        Labels labels = comparable(samples.labels().withoutMetricName());
        Total total = totals.computeIfAbsent(labels, none -> new Total());
        for (int i = 0; i < samples.size(); i++) {
          if (!Double.isNaN(samples.values()[i])) {
            total.see(samples.values()[i], samples.timestamps()[i] <= fromMillis);
            first = Math.min(first, Math.max(fromMillis, samples.timestamps()[i]));
          }
        }
      }
      start = end + 1;
    }
  }

  /** The bound of a bucket in the JVM's spelling. */
  private static Labels comparable(Labels labels) {
    String bound = labels.get("le");
    if (bound.isEmpty()) {
      return labels;
    }
    return labels.with(
        "le", bound.equals("+Inf") ? "Infinity" : Double.toString(Double.parseDouble(bound)));
  }

  /** Hands over the labels of each series, without the name, and by how much it has grown. */
  public void forEach(BiConsumer<Labels, Double> consumer) {
    totals.forEach((labels, total) -> consumer.accept(labels, total.grown));
  }

  /**
   * Since when there is something, in milliseconds since the epoch; the largest number if never.
   */
  public long firstMillis() {
    return first;
  }

  /** What the series have now, after the last sample. */
  public void now(Labels labels, double value) {
    totals.computeIfAbsent(labels, none -> new Total()).see(value, false);
  }
}
