// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Buckets, quantiles and exemplars, by their series as Prometheus writes them.
 *
 * @param exemplars {@code trace/span} of whatever has one
 */
record RecordedParts(Map<String, Double> values, Map<String, String> exemplars) {
  static RecordedParts of(MetricSource source) {
    RecordedParts parts = new RecordedParts(new TreeMap<>(), new TreeMap<>());
    for (MetricFamily family : source.collect()) {
      for (Point point : family.points()) {
        parts.add(family, point);
      }
    }
    return parts;
  }

  private void add(MetricFamily family, Point point) {
    if (point instanceof NumberPoint number) {
      String labels = TestExporterFactory.labels(family.labelNames(), point.labelValues());
      note(family.name() + labels, number.exemplar());
    } else if (point instanceof HistogramPoint histogram) {
      long[] counts = histogram.cumulativeCounts();
      for (int i = 0; i < counts.length; i++) {
        double bound =
            i < histogram.bounds().length ? histogram.bounds()[i] : Double.POSITIVE_INFINITY;
        String bucket = part(family, point, family.name() + "_bucket", "le", bound);
        values.put(bucket, (double) counts[i]);
        note(bucket, histogram.exemplars().length == 0 ? null : histogram.exemplars()[i]);
      }
    } else if (point instanceof SummaryPoint summary) {
      for (int i = 0; i < summary.quantiles().length; i++) {
        String quantile = part(family, point, family.name(), "quantile", summary.quantiles()[i]);
        values.put(quantile, summary.values()[i]);
      }
    }
  }

  private static String part(
      MetricFamily family, Point point, String name, String label, double value) {
    List<String> names = new ArrayList<>(family.labelNames());
    List<String> values = new ArrayList<>(point.labelValues());
    names.add(label);
    values.add(Double.isInfinite(value) ? "+Inf" : Double.toString(value));
    return name + TestExporterFactory.labels(names, values);
  }

  private void note(String series, @Nullable Exemplar exemplar) {
    if (exemplar != null) {
      exemplars.put(series, exemplar.traceId() + '/' + exemplar.spanId());
    }
  }
}
