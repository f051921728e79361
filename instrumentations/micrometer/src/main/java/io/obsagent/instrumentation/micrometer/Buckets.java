// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.AbstractDistributionSummary;
import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.Histogram;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one histogram since it was made: the library's own forget what is some minutes
 * old. Those of registries that keep theirs are left alone. Thread-safe.
 */
final class Buckets {
  /** What Micrometer gives those that are never to forget is five years. */
  private static final Duration KEPT = Duration.ofDays(365);

  private static final double NANOS = 1e9;

  private static final WeakMap<Histogram, Buckets> ALL = new WeakMap<>();
  private static final @Nullable Field OF_TIMER = field(AbstractTimer.class);
  private static final @Nullable Field OF_SUMMARY = field(AbstractDistributionSummary.class);

  private final double[] bounds;
  private final AtomicLongArray counts;

  private Buckets(double[] bounds) {
    this.bounds = bounds;
    this.counts = new AtomicLongArray(bounds.length + 1);
  }

  /** A histogram is made; nothing to do for one that only has percentiles. */
  static void made(Histogram histogram, DistributionStatisticConfig config) {
    Duration expiry = config.getExpiry();
    if (config.isPublishingHistogram() && (expiry == null || expiry.compareTo(KEPT) < 0)) {
      double[] bounds =
          config.getHistogramBuckets(true).stream()
              .mapToDouble(Double::doubleValue)
              .filter(Double::isFinite)
              .toArray();
      ALL.put(histogram, new Buckets(bounds));
    }
  }

  /**
   * @param value in nanoseconds, where it is a time
   */
  static void record(Histogram histogram, double value) {
    Buckets buckets = ALL.isEmpty() ? null : ALL.get(histogram);
    if (buckets != null) {
      int at = Arrays.binarySearch(buckets.bounds, value);
      buckets.counts.incrementAndGet(at < 0 ? -at - 1 : at);
    }
  }

  /** Null of a meter that is to have none, or that was made before the agent came. */
  static @Nullable Buckets of(Meter meter) {
    if (ALL.isEmpty()) {
      return null;
    }
    try {
      Field field =
          meter instanceof AbstractTimer
              ? OF_TIMER
              : meter instanceof AbstractDistributionSummary ? OF_SUMMARY : null;
      return field != null && field.get(meter) instanceof Histogram histogram
          ? ALL.get(histogram)
          : null;
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  private static @Nullable Field field(Class<?> type) {
    try {
      Field field = type.getDeclaredField("histogram");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException closed) {
      return null; // of a module that is not open: without buckets, as before
    }
  }

  /**
   * @param timed whether they are to be told in seconds
   */
  HistogramPoint point(List<String> labelValues, double sum, boolean timed) {
    double[] told = bounds.clone();
    for (int i = 0; i < told.length && timed; i++) {
      told[i] /= NANOS;
    }
    long[] cumulative = new long[counts.length()];
    for (int i = 0; i < cumulative.length; i++) {
      cumulative[i] = counts.get(i) + (i == 0 ? 0 : cumulative[i - 1]);
    }
    return new HistogramPoint(labelValues, told, cumulative, sum);
  }
}
