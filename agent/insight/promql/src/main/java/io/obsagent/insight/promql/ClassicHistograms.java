// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions of classic histograms: series with an {@code le} label each. */
final class ClassicHistograms {
  private static final String BOUND = "le";

  /** A series of a histogram and the upper bound that it counts up to. */
  private record BucketSeries(double bound, double[] counts) {}

  private final QueryContext context;

  ClassicHistograms(QueryContext context) {
    this.context = context;
  }

  Value quantile(double[] q, List<StepSeries> input, Position position, Grid grid) {
    List<StepSeries> result = new ArrayList<>();
    for (Map.Entry<Labels, List<BucketSeries>> entry : histograms(input, position).entrySet()) {
      Labels labels = entry.getKey();
      double[] values = quantile(q, entry.getValue(), labels, position, grid);
      result.add(context.nameless(labels, values));
    }
    return new Value.Vectors(context.merge(result));
  }

  Value quantiles(
      List<double[]> quantiles,
      String label,
      List<StepSeries> input,
      Position position,
      Grid grid) {
    List<StepSeries> result = new ArrayList<>();
    Map<Labels, List<BucketSeries>> histograms = histograms(input, position);
    for (double[] q : quantiles) {
      for (Map.Entry<Labels, List<BucketSeries>> entry : histograms.entrySet()) {
        Labels labels = entry.getKey();
        double[] values = quantile(q, entry.getValue(), labels, position, grid);
        result.addAll(labelled(labels, label, q, values));
      }
    }
    return new Value.Vectors(context.merge(result));
  }

  /** The values with the quantile as a label; it may be another one at each instant. */
  private List<StepSeries> labelled(Labels labels, String label, double[] q, double[] values) {
    Map<Double, double[]> byQuantile = new LinkedHashMap<>();
    for (int i = 0; i < q.length; i++) {
      byQuantile.computeIfAbsent(q[i], key -> StepSeries.absent(q.length))[i] = values[i];
    }
    List<StepSeries> result = new ArrayList<>();
    byQuantile.forEach(
        (quantile, row) -> {
          context.budget().hold(row.length);
          String value = openMetrics(quantile);
          result.add(context.nameless(labels.with(label, value), row));
        });
    return result;
  }

  private static String openMetrics(double value) {
    String text = NumberSyntax.formatShort(value);
    boolean whole = value == Math.rint(value) && !Double.isInfinite(value) && !text.contains("e");
    return whole ? text + ".0" : text;
  }

  Value fraction(
      double[] lower, double[] upper, List<StepSeries> input, Position position, Grid grid) {
    List<StepSeries> result = new ArrayList<>();
    for (Map.Entry<Labels, List<BucketSeries>> entry : histograms(input, position).entrySet()) {
      context.budget().hold(grid.count());
      double[] values = new double[grid.count()];
      for (int i = 0; i < values.length; i++) {
        Buckets buckets = at(entry.getValue(), i);
        values[i] = buckets.size() == 0 ? StepSeries.ABSENT : buckets.fraction(lower[i], upper[i]);
      }
      result.add(context.nameless(entry.getKey(), values));
    }
    return new Value.Vectors(context.merge(result));
  }

  private double[] quantile(
      double[] q, List<BucketSeries> series, Labels labels, Position position, Grid grid) {
    context.budget().hold(grid.count());
    double[] values = new double[grid.count()];
    Repairs repairs = new Repairs();
    for (int i = 0; i < values.length; i++) {
      context.budget().work(series.size());
      Buckets buckets = at(series, i);
      values[i] = buckets.size() == 0 ? StepSeries.ABSENT : buckets.quantile(q[i]);
      repairs.add(buckets, grid.time(i));
    }
    String name = context.options().delayedNameRemoval() ? labels.metricName() : "";
    repairs.report(context.annotations(), name, position);
    return values;
  }

  private static Buckets at(List<BucketSeries> series, int index) {
    Buckets buckets = new Buckets(series.size());
    for (BucketSeries one : series) {
      double count = one.counts()[index];
      if (!StepSeries.isAbsent(count)) {
        buckets.add(one.bound(), count);
      }
    }
    return buckets;
  }

  /** The buckets of each histogram by bound; tells of series that are no buckets. */
  private Map<Labels, List<BucketSeries>> histograms(List<StepSeries> input, Position position) {
    Map<Labels, List<BucketSeries>> histograms = new LinkedHashMap<>();
    for (StepSeries series : input) {
      String text = series.labels().get(BOUND);
      double bound;
      try {
        bound = bound(text);
      } catch (NumberFormatException e) {
        warnOfBound(series.labels(), text, position);
        continue;
      }
      histograms
          .computeIfAbsent(series.labels().without(BOUND), key -> new ArrayList<>())
          .add(new BucketSeries(bound, series.values()));
    }
    for (List<BucketSeries> buckets : histograms.values()) {
      buckets.sort(Comparator.comparingDouble(BucketSeries::bound));
    }
    return histograms;
  }

  private static double bound(String text) {
    if (text.equalsIgnoreCase("infinity") || text.equalsIgnoreCase("+infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    return text.indexOf('_') >= 0 ? Double.parseDouble("_") : NumberSyntax.decimal(text);
  }

  private void warnOfBound(Labels labels, String text, Position position) {
    String name = context.options().delayedNameRemoval() ? labels.metricName() : "";
    String metric = name.isEmpty() ? "" : " for metric name " + Quoting.quote(name);
    context
        .annotations()
        .warn(
            "bucket label \"le\" is missing or has a malformed value of "
                + (Quoting.quote(text) + metric),
            position);
  }

  /** The buckets of one histogram at one instant, ascending by bound. */
  static final class Buckets {
    private static final double SMALL_DELTA = 1e-12;

    private final double[] bounds;
    private final double[] counts;
    private int size;
    private double minBound = Double.POSITIVE_INFINITY;
    private double maxBound = Double.NEGATIVE_INFINITY;
    private double maxDrop;

    Buckets(int capacity) {
      bounds = new double[capacity];
      counts = new double[capacity];
    }

    /** Adds a bucket; two of one bound become one. */
    void add(double bound, double count) {
      if (size > 0 && bounds[size - 1] == bound) {
        counts[size - 1] += count;
        return;
      }
      bounds[size] = bound;
      counts[size++] = count;
    }

    int size() {
      return size;
    }

    private boolean isComplete() {
      return bounds[size - 1] == Double.POSITIVE_INFINITY;
    }

    double quantile(double q) {
      if (Double.isNaN(q)) {
        return Double.NaN;
      }
      if (q < 0 || q > 1) {
        return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
      if (!isComplete()) {
        return Double.NaN;
      }
      makeMonotonic();
      if (size < 2 || counts[size - 1] == 0) {
        return Double.NaN;
      }
      double rank = q * counts[size - 1];
      int at = 0;
      while (at < size - 1 && !(counts[at] >= rank)) {
        at++;
      }
      if (at == size - 1) {
        return bounds[size - 2];
      }
      if (at == 0 && bounds[0] <= 0) {
        return bounds[0];
      }
      double start = at == 0 ? 0 : bounds[at - 1];
      double below = at == 0 ? 0 : counts[at - 1];
      return start + (bounds[at] - start) * ((rank - below) / (counts[at] - below));
    }

    /** Lifts counts that are lower than that of a smaller bucket. */
    private void makeMonotonic() {
      double previous = counts[0];
      for (int i = 1; i < size; i++) {
        double count = counts[i];
        if (count == previous) {
          continue;
        }
        if (almostEqual(previous, count)) {
          counts[i] = previous;
        } else if (count < previous) {
          counts[i] = previous;
          minBound = Math.min(minBound, bounds[i]);
          maxBound = Math.max(maxBound, bounds[i]);
          maxDrop = Math.max(maxDrop, previous - count);
        } else {
          previous = count;
        }
      }
    }

    private static boolean almostEqual(double a, double b) {
      double sum = Math.abs(a) + Math.abs(b);
      double difference = Math.abs(a - b);
      if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
        return difference < SMALL_DELTA * Double.MIN_NORMAL;
      }
      return difference / Math.min(sum, Double.MAX_VALUE) < SMALL_DELTA;
    }

    double fraction(double lower, double upper) {
      double total = counts[size - 1];
      if (!isComplete() || total == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
        return Double.NaN;
      }
      return lower >= upper ? 0 : (rank(upper) - rank(lower)) / total;
    }

    /** How many observations are at most a value, interpolated inside of a bucket. */
    private double rank(double value) {
      double total = counts[size - 1];
      double below = 0;
      double start = bounds[0] <= 0 ? Double.NEGATIVE_INFINITY : 0;
      for (int i = 0; i < size; i++) {
        if (start >= value) {
          return Math.min(below, total);
        }
        if (bounds[i] > value) {
          double inside =
              start == Double.NEGATIVE_INFINITY
                  ? counts[i]
                  : below + (counts[i] - below) * (value - start) / (bounds[i] - start);
          return Math.min(inside, total);
        }
        below = counts[i];
        start = bounds[i];
      }
      return total;
    }
  }

  /** What had to be done to counts that decreased, over all instants. */
  private static final class Repairs {
    private double minBound = Double.POSITIVE_INFINITY;
    private double maxBound = Double.NEGATIVE_INFINITY;
    private double maxDrop;
    private int samples;
    private long first;
    private long last;

    void add(Buckets buckets, long time) {
      if (buckets.maxDrop == 0) {
        return;
      }
      first = samples == 0 ? time : first;
      last = time;
      samples++;
      minBound = Math.min(minBound, buckets.minBound);
      maxBound = Math.max(maxBound, buckets.maxBound);
      maxDrop = Math.max(maxDrop, buckets.maxDrop);
    }

    void report(Annotations annotations, String name, Position position) {
      if (samples == 0) {
        return;
      }
      String text =
          "input to histogram_quantile needed to be fixed for monotonicity (see"
              + " https://prometheus.io/docs/prometheus/latest/querying/functions/"
              + "#histogram_quantile)";
      text += name.isEmpty() ? "" : " for metric name " + Quoting.quote(name);
      annotations.info(
          text
              + (", from buckets " + NumberSyntax.formatShort(minBound))
              + (" to " + NumberSyntax.formatShort(maxBound))
              + (", with a max diff of " + NumberSyntax.formatDigits(maxDrop, 2))
              + (", over " + samples + " samples from " + time(first) + " to " + time(last)),
          position);
    }

    private static String time(long millis) {
      return Instant.ofEpochSecond(Math.floorDiv(millis, 1000)).toString();
    }
  }
}
