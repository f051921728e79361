// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.Metrics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One series of a histogram. Threads write to stripes, so that cores do not fight for a cache line;
 * a stripe is made when the first thread comes to it. Each is an array of the sum and the counts of
 * the buckets. When a bound is added, recording goes on in a new layout; the counts of the one
 * before stay where they are, and are added to the buckets that have the same upper bounds. A
 * snapshot taken while others write may miss their newest observation in the sum but not in the
 * counts; it is never torn within a number.
 */
public final class HistogramCell implements Metrics.Histogram.Series {
  private static final int STRIPES =
      Math.min(4, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

  /** A trace id costs strings: one replacement per bucket and second is example enough. */
  private static final long EXEMPLAR_NANOS = 1_000_000_000L;

  private static final int SUM = 0;
  private static final int FIRST_BUCKET = 1;

  /** Longs that keep the next array's header away from the last bucket. */
  private static final int PADDING = 4;

  private final List<String> labelValues;
  private volatile Layout layout;

  HistogramCell(String[] labelValues, double[] bounds) {
    this.labelValues = List.of(labelValues);
    this.layout = new Layout(bounds, null);
  }

  /** Buckets as they are, or were. */
  private static final class Layout {
    final double[] bounds;
    final @Nullable Layout before;
    final AtomicReferenceArray<@Nullable AtomicLongArray> stripes =
        new AtomicReferenceArray<>(STRIPES);
    volatile @Nullable AtomicReferenceArray<@Nullable TimedExemplar> exemplars;

    Layout(double[] bounds, @Nullable Layout before) {
      this.bounds = bounds;
      this.before = before;
    }
  }

  @Override
  public void record(double value) {
    record(value, System.nanoTime());
  }

  @Override
  public void record(double value, long nanoTime) {
    record(value, null, nanoTime);
  }

  /**
   * @param span whose trace may become an example, or null for the one of the current context
   * @param nanoTime {@link System#nanoTime} now
   */
  public void record(double value, @Nullable SpanContext span, long nanoTime) {
    if (Double.isNaN(value)) {
      return;
    }
    Layout now = layout;
    int bucket = bucketOf(value, now.bounds);
    AtomicLongArray stripe = stripe(now);
    stripe.getAndIncrement(FIRST_BUCKET + bucket);
    addToSum(stripe, value);
    AtomicReferenceArray<@Nullable TimedExemplar> all = now.exemplars;
    TimedExemplar last = all == null ? null : all.get(bucket);
    if (last == null || nanoTime - last.nanoTime >= EXEMPLAR_NANOS) {
      keepExemplar(now, bucket, value, span, nanoTime);
    }
  }

  private static int bucketOf(double value, double[] bounds) {
    int low = 0;
    int high = bounds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value <= bounds[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static AtomicLongArray stripe(Layout now) {
    int index = (int) Thread.currentThread().getId() & (STRIPES - 1);
    AtomicLongArray stripe = now.stripes.get(index);
    if (stripe != null) {
      return stripe;
    }
    now.stripes.compareAndSet(
        index, null, new AtomicLongArray(FIRST_BUCKET + now.bounds.length + 1 + PADDING));
    stripe = now.stripes.get(index);
    if (stripe == null) {
      throw new IllegalStateException("a stripe was removed, which nothing does");
    }
    return stripe;
  }

  private static void addToSum(AtomicLongArray stripe, double value) {
    long before;
    long after;
    do {
      before = stripe.get(SUM);
      after = Double.doubleToRawLongBits(Double.longBitsToDouble(before) + value);
    } while (!stripe.compareAndSet(SUM, before, after));
  }

  private void keepExemplar(
      Layout now, int bucket, double value, @Nullable SpanContext given, long nanoTime) {
    SpanContext span = given != null ? given : Span.current().getSpanContext();
    if (!span.isSampled()) {
      return;
    }
    AtomicReferenceArray<@Nullable TimedExemplar> all = now.exemplars;
    if (all == null) {
      synchronized (this) {
        all = now.exemplars;
        if (all == null) {
          all = new AtomicReferenceArray<>(now.bounds.length + 1);
          now.exemplars = all;
        }
      }
    }
    MetricFamily.Exemplar exemplar =
        new MetricFamily.Exemplar(
            span.getTraceId(), span.getSpanId(), value, System.currentTimeMillis());
    all.set(bucket, new TimedExemplar(nanoTime, exemplar));
  }

  /** Takes up other bounds, among which are all of those before. */
  private synchronized Layout adopt(double[] bounds) {
    if (layout.bounds != bounds) {
      layout = new Layout(bounds, layout);
    }
    return layout;
  }

  /**
   * @param bounds those of the family, from now on those of this series, too
   */
  MetricFamily.HistogramPoint snapshot(double[] bounds) {
    Layout now = adopt(bounds);
    long[] cumulative = new long[bounds.length + 1];
    double sum = addUp(now, cumulative);
    for (int i = 1; i < cumulative.length; i++) {
      cumulative[i] += cumulative[i - 1];
    }
    return new MetricFamily.HistogramPoint(
        labelValues, bounds, cumulative, sum, exemplarSnapshot(now));
  }

  MetricFamily.NumberPoint countSnapshot() {
    Layout now = layout;
    long[] counts = new long[now.bounds.length + 1];
    addUp(now, counts);
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return new MetricFamily.NumberPoint(labelValues, sum, null);
  }

  private static double addUp(Layout now, long[] counts) {
    double sum = 0;
    for (Layout each = now; each != null; each = each.before) {
      for (int s = 0; s < STRIPES; s++) {
        AtomicLongArray stripe = each.stripes.get(s);
        if (stripe != null) {
          sum += Double.longBitsToDouble(stripe.get(SUM));
          for (int i = 0; i <= each.bounds.length; i++) {
            int bucket =
                i == each.bounds.length ? now.bounds.length : bucketOf(each.bounds[i], now.bounds);
            counts[bucket] += stripe.get(FIRST_BUCKET + i);
          }
        }
      }
    }
    return sum;
  }

  private static MetricFamily.@Nullable Exemplar[] exemplarSnapshot(Layout now) {
    AtomicReferenceArray<@Nullable TimedExemplar> all = now.exemplars;
    MetricFamily.Exemplar[] result = new MetricFamily.Exemplar[all == null ? 0 : all.length()];
    for (int i = 0; i < result.length; i++) {
      TimedExemplar timed = all.get(i);
      result[i] = timed == null ? null : timed.exemplar;
    }
    return result;
  }

  private record TimedExemplar(long nanoTime, MetricFamily.Exemplar exemplar) {}
}
