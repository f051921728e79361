// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.analytics;

import io.obsagent.insight.Insight;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.promql.QueryResult;
import io.obsagent.spi.http.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where something will be if it goes on as it did: a straight line through a time.
 *
 * @param what of which the labels tell which one
 * @param now its value
 * @param later its value after as long again
 * @param limit what it may reach; NaN for nothing
 * @param secondsToLimit until the line is there; NaN where it is not within ten such times
 */
record Forecast(
    String what, String of, double now, double later, double limit, double secondsToLimit) {
  private static final double MILLIS = 1000.0;
  private static final int FARTHEST = 10;

  /** What may run out: its value, and its limit. */
  private enum Resource {
    DISK("disk_usage_bytes", "disk_size_bytes"),
    MEMORY("memory_utilization_percentage", "0 * memory_utilization_percentage + 100"),
    HEAP("jvm_memory_used_bytes{area=\"heap\"}", "jvm_memory_max_bytes{area=\"heap\"}"),
    CONNECTIONS("database_connections_active", "database_connections_max"),
    QUEUE("thread_pool_queued_tasks", ""),
    FILES("process_open_fds", "process_max_fds");

    final String value;
    final String limit;

    Resource(String value, String limit) {
      this.value = value;
      this.limit = limit;
    }
  }

  /** What tells the process, not which one of its resources. */
  private static final Set<String> OF_PROCESS = Set.of("job", "instance", "area");

  /** Of all resources that have been there for half of the time at least. */
  static List<Forecast> of(Insight insight, long rangeMillis) {
    List<Forecast> all = new ArrayList<>();
    for (Resource resource : Resource.values()) {
      Map<Labels, Double> now = values(insight, resource.value);
      Map<Labels, Double> limits = values(insight, resource.limit);
      String history = resource.value + '[' + rangeMillis + "ms]";
      Map<Labels, Double> slopes = values(insight, "deriv(" + history + ')');
      Map<Labels, Double> samples = values(insight, "count_over_time(" + history + ')');
      double enough = rangeMillis / 2.0 / insight.cycle().interval().toMillis();
      now.forEach(
          (labels, value) -> {
            Double slope = slopes.get(labels);
            if (slope != null && samples.getOrDefault(labels, 0.0) >= enough) {
              double limit = limits.getOrDefault(labels, Double.NaN);
              all.add(forecast(resource, labels, value, slope, limit, rangeMillis / MILLIS));
            }
          });
    }
    return all;
  }

  private static Forecast forecast(
      Resource resource, Labels labels, double value, double slope, double limit, double seconds) {
    List<String> names = new ArrayList<>();
    labels
        .toMap()
        .forEach(
            (label, text) -> {
              if (!OF_PROCESS.contains(label)) {
                names.add(text);
              }
            });
    double left = slope > 0 ? (limit - value) / slope : Double.NaN;
    return new Forecast(
        resource.name().toLowerCase(Locale.ROOT),
        String.join(" ", names),
        value,
        Math.max(0, value + slope * seconds),
        limit,
        left <= FARTHEST * seconds ? Math.max(0, left) : Double.NaN);
  }

  /** What a query answers now. */
  static Map<Labels, Double> values(Insight insight, String query) {
    Map<Labels, Double> values = new HashMap<>();
    if (query.isEmpty()) {
      return values;
    }
    Expr expr;
    try {
      expr = PromqlParser.parse(query);
    } catch (PromqlException e) {
      throw new IllegalStateException(query, e);
    }
    long now = insight.cycle().now().toEpochMilli();
    if (insight.engine().instant(insight.store(), expr, now) instanceof QueryResult.Vector vector) {
      vector
          .samples()
          .forEach(sample -> values.put(sample.labels().withoutMetricName(), sample.value()));
    }
    return values;
  }

  void write(JsonWriter out) {
    out.object().field("resource", what).field("of", of);
    out.field("now", Workload.rounded(now)).field("predicted", Workload.rounded(later));
    out.field("limit", Workload.rounded(limit));
    out.field("seconds_to_limit", Workload.rounded(secondsToLimit)).end();
  }
}
