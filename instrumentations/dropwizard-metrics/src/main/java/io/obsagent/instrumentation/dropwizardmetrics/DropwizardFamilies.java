// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dropwizardmetrics;

import io.obsagent.spi.metrics.MetricFamilies;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Names and types as the exporters of Prometheus' clients give them to metrics of Dropwizard: a
 * counter may fall, so it is a gauge, and a meter is what only grows; a timer's quantiles are in
 * seconds, and nobody keeps its sum. Not thread-safe.
 */
final class DropwizardFamilies {
  private static final double[] QUANTILES = {0.5, 0.75, 0.95, 0.98, 0.99, 0.999};
  private static final double SECONDS_PER_NANO = 1e-9;

  private final MetricFamilies families = new MetricFamilies();

  /** What is added under one name. */
  final class Named {
    private final String name;
    private final List<String> labels;
    private final List<String> values;

    private Named(String original, Map<String, String> tags) {
      this.name = valid(original);
      Map<String, String> sorted = new TreeMap<>();
      tags.forEach((tag, value) -> sorted.put(valid(tag).replace(':', '_'), value));
      this.labels = List.copyOf(sorted.keySet());
      this.values = List.copyOf(sorted.values());
    }

    /** Numbers and truths; what else a gauge may be has no place among metrics. */
    void gauge(@Nullable Object value) {
      if (value instanceof Number number) {
        add(name, Type.GAUGE, new NumberPoint(values, number.doubleValue(), null));
      } else if (value instanceof Boolean truth) {
        add(name, Type.GAUGE, new NumberPoint(values, truth ? 1 : 0, null));
      }
    }

    void counter(long count) {
      add(name + "_total", Type.COUNTER, new NumberPoint(values, count, null));
    }

    void histogram(long count, DoubleUnaryOperator quantile) {
      double[] found = new double[QUANTILES.length];
      for (int i = 0; i < found.length; i++) {
        found[i] = quantile.applyAsDouble(QUANTILES[i]);
      }
      add(name, Type.SUMMARY, new SummaryPoint(values, QUANTILES, found, count, Double.NaN));
    }

    void timer(long count, DoubleUnaryOperator quantileNanos) {
      histogram(count, quantile -> quantileNanos.applyAsDouble(quantile) * SECONDS_PER_NANO);
    }

    private void add(String sample, Type type, Point point) {
      families.add(sample, "", "", type, labels, point);
    }
  }

  Named named(String name, Map<String, String> tags) {
    return new Named(name, tags);
  }

  /** The families so far. */
  List<MetricFamily> families() {
    return families.families();
  }

  private static String valid(String name) {
    StringBuilder valid = new StringBuilder(name.length() + 1);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == ':';
      valid.append(i == 0 && digit ? "_" : "").append(letter || digit ? c : '_');
    }
    return valid.toString();
  }
}
