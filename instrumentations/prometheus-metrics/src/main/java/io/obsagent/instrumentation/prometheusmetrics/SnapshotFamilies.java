// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.prometheusmetrics;

import io.obsagent.spi.metrics.MetricFamilies;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots as the client's own text format writes them. Native histograms are told by their count
 * and sum, and by their classic buckets where they have those. Not thread-safe.
 */
final class SnapshotFamilies {
  private static final String TOTAL = "_total";
  private final MetricFamilies families = new MetricFamilies();

  /** The families so far. */
  List<MetricFamily> families() {
    return families.families();
  }

  void add(MetricSnapshot snapshot) {
    String name = snapshot.getMetadata().getPrometheusName();
    for (DataPointSnapshot point : snapshot.getDataPoints()) {
      if (point instanceof CounterDataPointSnapshot counter) {
        String total = name.endsWith(TOTAL) ? name : name + TOTAL;
        Labels labels = point.getLabels();
        NumberPoint number =
            new NumberPoint(values(labels), counter.getValue(), exemplar(counter.getExemplar()));
        add(snapshot, total, Type.COUNTER, names(labels), number);
      } else if (point instanceof GaugeDataPointSnapshot gauge) {
        number(snapshot, name, Type.GAUGE, point, gauge.getValue());
      } else if (point instanceof UnknownDataPointSnapshot unknown) {
        number(snapshot, name, Type.UNKNOWN, point, unknown.getValue());
      } else if (point instanceof InfoDataPointSnapshot) {
        number(snapshot, name + "_info", Type.GAUGE, point, 1);
      } else if (point instanceof StateSetDataPointSnapshot states) {
        states(snapshot, name, states);
      } else if (point instanceof SummaryDataPointSnapshot summary) {
        summary(snapshot, name, summary);
      } else if (point instanceof HistogramDataPointSnapshot histogram) {
        boolean falls = ((HistogramSnapshot) snapshot).isGaugeHistogram();
        histogram(snapshot, name, histogram, falls);
      }
    }
  }

  private void number(
      MetricSnapshot snapshot, String name, Type type, DataPointSnapshot point, double value) {
    Labels labels = point.getLabels();
    add(snapshot, name, type, names(labels), new NumberPoint(values(labels), value, null));
  }

  private void states(MetricSnapshot snapshot, String name, StateSetDataPointSnapshot states) {
    for (int i = 0; i < states.size(); i++) {
      List<String> names = new ArrayList<>(names(states.getLabels()));
      List<String> values = new ArrayList<>(values(states.getLabels()));
      names.add(name);
      values.add(states.getName(i));
      add(
          snapshot,
          name,
          Type.GAUGE,
          names,
          new NumberPoint(values, states.isTrue(i) ? 1 : 0, null));
    }
  }

  private void summary(MetricSnapshot snapshot, String name, SummaryDataPointSnapshot point) {
    Quantiles all = point.getQuantiles();
    double[] quantiles = new double[all.size()];
    double[] found = new double[quantiles.length];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = all.get(i).getQuantile();
      found[i] = all.get(i).getValue();
    }
    Labels labels = point.getLabels();
    add(
        snapshot,
        name,
        Type.SUMMARY,
        names(labels),
        new SummaryPoint(values(labels), quantiles, found, count(point), sum(point)));
  }

  /**
   * @param falls whether its counts may fall, so that it is no histogram to Prometheus
   */
  private void histogram(
      MetricSnapshot snapshot, String name, HistogramDataPointSnapshot point, boolean falls) {
    if (falls) {
      number(snapshot, name + "_gcount", Type.UNKNOWN, point, count(point));
      number(snapshot, name + "_gsum", Type.UNKNOWN, point, sum(point));
      return;
    }
    double[] bounds = new double[0];
    long[] counts = {count(point)};
    if (point.hasClassicHistogramData()) {
      ClassicHistogramBuckets buckets = point.getClassicBuckets();
      bounds = new double[buckets.size() - 1];
      counts = new long[buckets.size()];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = buckets.getCount(i) + (i == 0 ? 0 : counts[i - 1]);
        if (i < bounds.length) {
          bounds[i] = buckets.getUpperBound(i);
        }
      }
    }
    Labels labels = point.getLabels();
    add(
        snapshot,
        name,
        Type.HISTOGRAM,
        names(labels),
        new HistogramPoint(
            values(labels), bounds, counts, sum(point), exemplars(point.getExemplars(), bounds)));
  }

  /** One a bucket, or none at all. */
  private static @Nullable Exemplar[] exemplars(Exemplars exemplars, double[] bounds) {
    @Nullable Exemplar[] all = new Exemplar[exemplars.size() == 0 ? 0 : bounds.length + 1];
    for (int i = 0; i < all.length; i++) {
      double above = i == 0 ? Double.NEGATIVE_INFINITY : bounds[i - 1];
      double upTo = i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY;
      all[i] = exemplar(exemplars.get(above, upTo));
    }
    return all;
  }

  private static @Nullable Exemplar exemplar(
      io.prometheus.metrics.model.snapshots.@Nullable Exemplar exemplar) {
    if (exemplar == null) {
      return null;
    }
    Labels labels = exemplar.getLabels();
    return Exemplar.of(
        labels.get("trace_id"),
        labels.get("span_id"),
        exemplar.getValue(),
        exemplar.hasTimestamp() ? exemplar.getTimestampMillis() : System.currentTimeMillis());
  }

  private static long count(DistributionDataPointSnapshot point) {
    return point.hasCount() ? point.getCount() : 0;
  }

  private static double sum(DistributionDataPointSnapshot point) {
    return point.hasSum() ? point.getSum() : Double.NaN;
  }

  private void add(
      MetricSnapshot snapshot, String name, Type type, List<String> labels, Point point) {
    String help = snapshot.getMetadata().getHelp();
    families.add(name, help == null ? "" : help, "", type, labels, point);
  }

  private static List<String> names(Labels labels) {
    List<String> names = new ArrayList<>(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      names.add(labels.getPrometheusName(i));
    }
    return names;
  }

  private static List<String> values(Labels labels) {
    List<String> values = new ArrayList<>(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      values.add(labels.getValue(i));
    }
    return values;
  }
}
