// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.regression;

import io.obsagent.insight.Insight;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.promql.QueryResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what requests did, block by block, from the series store. For one thread. */
final class Blocks {
  private static final int MAX_ROUTES = 20;
  private static final String COUNT = "http_requests_total";
  private static final String DURATION = "http_request_duration_seconds_bucket";
  private static final String FAILED = "{status_code=~\"5..|error\"}";

  private final Insight insight;
  private final long endMillis;
  private final long blockMillis;
  private final int count;

  /**
   * @param endMillis of the last block
   */
  Blocks(Insight insight, long endMillis, long blockMillis, int count) {
    this.insight = insight;
    this.endMillis = endMillis;
    this.blockMillis = blockMillis;
    this.count = count;
  }

  /** The routes with most requests. */
  List<String> routes() {
    Map<String, double[]> requests = byRoute("sum by (method, route) (" + grown(COUNT) + ")");
    List<String> routes = new ArrayList<>(requests.keySet());
    routes.sort((a, b) -> Double.compare(sum(requests.get(b)), sum(requests.get(a))));
    return List.copyOf(routes.subList(0, Math.min(MAX_ROUTES, routes.size())));
  }

  private static double sum(double @Nullable [] values) {
    return values == null ? 0 : Arrays.stream(values).filter(v -> !Double.isNaN(v)).sum();
  }

  /** All requests, then those of each route. */
  List<RouteBlocks> read(List<String> routes) {
    List<RouteBlocks> all = new ArrayList<>();
    double[] none = {};
    all.add(
        new RouteBlocks(
            "",
            zeroed(one("sum(" + grown(COUNT) + ")")),
            zeroed(one("sum(" + grown(COUNT + FAILED) + ")")),
            filled(one("histogram_quantile(0.95, sum by (le) (" + grown(DURATION) + "))")),
            one("sum(" + grown("process_cpu_seconds_total") + ")"),
            one("sum(" + grown("ai_cost_usd_total") + ")")));
    Map<String, double[]> requests = byRoute("sum by (method, route) (" + grown(COUNT) + ")");
    Map<String, double[]> errors =
        byRoute("sum by (method, route) (" + grown(COUNT + FAILED) + ")");
    Map<String, double[]> p95 =
        byRoute("histogram_quantile(0.95, sum by (method, route, le) (" + grown(DURATION) + "))");
    for (String route : routes) {
      all.add(
          new RouteBlocks(
              route,
              zeroed(requests.getOrDefault(route, none)),
              zeroed(errors.getOrDefault(route, none)),
              filled(p95.getOrDefault(route, none)),
              none,
              none));
    }
    return all;
  }

  private String grown(String selector) {
    return "increase(" + selector + "[" + blockMillis + "ms])";
  }

  private double[] one(String expression) {
    Map<String, double[]> all = byRoute(expression);
    return all.isEmpty() ? new double[0] : all.values().iterator().next();
  }

  private Map<String, double[]> byRoute(String expression) {
    long start = endMillis - (count - 1) * blockMillis;
    Map<String, double[]> all = new LinkedHashMap<>();
    for (QueryResult.Series series :
        insight
            .engine()
            .range(insight.store(), PromqlParser.parse(expression), start, endMillis, blockMillis)
            .series()) {
      double[] values = new double[count];
      Arrays.fill(values, Double.NaN);
      for (int i = 0; i < series.timestamps().length; i++) {
        values[(int) ((series.timestamps()[i] - start) / blockMillis)] = series.values()[i];
      }
      all.put(name(series.labels()), values);
    }
    return all;
  }

  private static String name(Labels labels) {
    return (labels.get("method") + ' ' + labels.get("route")).strip();
  }

  private double[] zeroed(double[] values) {
    double[] known = filled(values);
    for (int i = 0; i < known.length; i++) {
      known[i] = Double.isNaN(known[i]) ? 0 : known[i];
    }
    return known;
  }

  private double[] filled(double[] values) {
    double[] known = Arrays.copyOf(values, count);
    Arrays.fill(known, Math.min(values.length, count), count, Double.NaN);
    return known;
  }
}
