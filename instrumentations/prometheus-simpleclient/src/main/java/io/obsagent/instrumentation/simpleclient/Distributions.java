// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.simpleclient;

import io.obsagent.spi.metrics.MetricFamilies;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the samples of a histogram or a summary together again. Not thread-safe. */
final class Distributions {
  private final String name;
  private final boolean histogram;
  private final String part;
  private final Map<Series, Parts> series = new LinkedHashMap<>();

  private record Series(List<String> labels, List<String> values) {}

  /** What is known of one series. */
  private static final class Parts {
    final TreeMap<Double, Double> parts = new TreeMap<>();
    final Map<Double, Exemplar> exemplars = new HashMap<>();
    double count;
    double sum = Double.NaN;
  }

  Distributions(String name, boolean histogram) {
    this.name = name;
    this.histogram = histogram;
    this.part = histogram ? "le" : "quantile";
  }

  void add(Sample sample) {
    List<String> labels = new ArrayList<>(sample.labelNames);
    List<String> values = new ArrayList<>(sample.labelValues);
    int at = labels.indexOf(part);
    String suffix = sample.name.substring(Math.min(name.length(), sample.name.length()));
    String partValue = "";
    if (at >= 0 && suffix.equals(histogram ? "_bucket" : "")) {
      labels.remove(at);
      partValue = values.remove(at);
    } else if (!suffix.equals("_count") && !suffix.equals("_sum")) {
      return; // when it was made, or another part that this type has not
    }
    Parts parts = series.computeIfAbsent(new Series(labels, values), key -> new Parts());
    switch (suffix) {
      case "_count" -> parts.count = sample.value;
      case "_sum" -> parts.sum = sample.value;
      default -> {
        Double bound = number(partValue);
        Exemplar exemplar = SampleExemplar.of(sample);
        parts.parts.put(bound, sample.value);
        if (exemplar != null) {
          parts.exemplars.put(bound, exemplar);
        }
      }
    }
  }

  private static Double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.valueOf(text);
  }

  void addTo(MetricFamilies families, String help) {
    for (Map.Entry<Series, Parts> each : series.entrySet()) {
      List<String> values = each.getKey().values;
      Parts parts = each.getValue();
      families.add(
          name,
          help,
          "",
          histogram ? Type.HISTOGRAM : Type.SUMMARY,
          each.getKey().labels,
          histogram ? histogram(values, parts) : summary(values, parts));
    }
  }

  private static Point histogram(List<String> values, Parts parts) {
    parts.parts.remove(Double.POSITIVE_INFINITY);
    double[] bounds = parts.parts.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    long[] counts = new long[bounds.length + 1];
    int i = 0;
    for (double count : parts.parts.values()) {
      counts[i++] = (long) count;
    }
    counts[i] = (long) parts.count;
    @Nullable Exemplar[] exemplars = new Exemplar[parts.exemplars.isEmpty() ? 0 : counts.length];
    for (int at = 0; at < exemplars.length; at++) {
      exemplars[at] =
          parts.exemplars.get(at < bounds.length ? bounds[at] : Double.POSITIVE_INFINITY);
    }
    return new HistogramPoint(values, bounds, counts, parts.sum, exemplars);
  }

  private static Point summary(List<String> values, Parts parts) {
    double[] quantiles = parts.parts.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] found = parts.parts.values().stream().mapToDouble(Double::doubleValue).toArray();
    return new SummaryPoint(values, quantiles, found, (long) parts.count, parts.sum);
  }
}
