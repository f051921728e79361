// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.metrics;

import io.obsagent.spi.config.Option;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options of the metric registry. */
public final class MetricsOptions {
  public static final Option<Integer> MAX_SERIES =
      Option.number(
          "metrics.max-series",
          2_000,
          10,
          100_000,
          "Series a metric may have; beyond, all label values read 'other'.");

  static final Option<Boolean> LINT =
      Option.flag(
          "metrics.lint",
          true,
          "Whether the log tells once of the application's metrics whose names or labels will make"
              + " trouble.");

  static final Option<String> NAMESPACE =
      Option.of(
          "metrics.namespace",
          "letters, digits and _",
          "",
          "What the names of the application's own metrics begin with: shop makes orders_total"
              + " shop_orders_total.",
          ApplicationNames::parseNamespace);

  static final Option<Map<String, String>> LABELS =
      Option.of(
          "metrics.labels",
          "text",
          "",
          "Labels that each of the application's own metrics has besides, as key=value,key2=value2.",
          ApplicationNames::parseLabels);

  private static final String BUCKETS_PREFIX = "metrics.buckets.";

  /** The family of {@link #buckets}. */
  public static final Option<double[]> BUCKETS = buckets("<metric>", new double[0]);

  public static final List<Option<?>> ALL = List.of(MAX_SERIES, LINT, NAMESPACE, LABELS, BUCKETS);

  private static final int MAX_BUCKETS = 100;

  private MetricsOptions() {}

  /** Upper bounds of one histogram: {@code metrics.buckets.http_request_duration_seconds}. */
  public static Option<double[]> buckets(String metric, double[] defaults) {
    return Option.of(
        BUCKETS_PREFIX + metric,
        "ascending numbers, comma-separated",
        text(defaults),
        "Upper bounds of the buckets of " + metric + ".",
        MetricsOptions::parseBounds);
  }

  private static String text(double[] bounds) {
    StringBuilder text = new StringBuilder();
    for (double bound : bounds) {
      text.append(text.isEmpty() ? "" : ",").append(bound);
    }
    return text.toString();
  }

  private static double[] parseBounds(@Nullable String text) {
    String[] parts = text == null || text.isBlank() ? new String[0] : text.split(",");
    if (parts.length > MAX_BUCKETS) {
      throw new IllegalArgumentException("expected at most " + MAX_BUCKETS + " numbers");
    }
    double[] bounds = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bounds[i] = parseBound(parts[i].trim());
      if (i > 0 && bounds[i] <= bounds[i - 1]) {
        throw new IllegalArgumentException("expected ascending numbers, but found " + parts[i]);
      }
    }
    return bounds;
  }

  private static double parseBound(String text) {
    double bound;
    try {
      bound = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected numbers, but found '" + text + "'", e);
    }
    if (Double.isNaN(bound) || Double.isInfinite(bound)) {
      throw new IllegalArgumentException("expected finite numbers, but found " + text);
    }
    return bound;
  }
}
