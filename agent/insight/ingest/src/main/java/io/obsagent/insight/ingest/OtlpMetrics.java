// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.insight.ingest.PushStore.Mode;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.obsagent.spi.metrics.MetricNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics of other processes by OTLP, named as OpenTelemetry's exporter for Prometheus names them.
 * For one request; not thread-safe.
 */
final class OtlpMetrics {
  private static final int DELTA = 1;

  private final List<Resource> resources = new ArrayList<>();
  private int refused;
  private String reason = "";

  /** What one process has sent. */
  private record Resource(Map<String, String> group, List<Pushed> metrics) {}

  /**
   * @param request as JSON has it
   */
  OtlpMetrics(Map<String, Object> request) {
    for (Map<String, Object> resource : Facts.maps(request.get("resourceMetrics"))) {
      List<Pushed> metrics = new ArrayList<>();
      for (Map<String, Object> scope : Facts.maps(resource.get("scopeMetrics"))) {
        for (Map<String, Object> metric : Facts.maps(scope.get("metrics"))) {
          metric(metric, metrics);
        }
      }
      resources.add(new Resource(group(Facts.map(resource.get("resource"))), metrics));
    }
  }

  /** As OpenTelemetry's specification has it for Prometheus. */
  private static Map<String, String> group(Map<String, Object> resource) {
    Map<String, Object> attributes = OtlpMessages.attributes(resource.get("attributes"));
    String service = Facts.name(attributes.get("service.name"));
    String namespace = Facts.name(attributes.get("service.namespace"));
    Map<String, String> group = new TreeMap<>();
    String job = service.isEmpty() ? "unknown_service" : service;
    group.put("job", namespace.isEmpty() ? job : namespace + '/' + job);
    String instance = Facts.name(attributes.get("service.instance.id"));
    if (!instance.isEmpty()) {
      group.put("instance", instance);
    }
    return group;
  }

  private void metric(Map<String, Object> metric, List<Pushed> into) {
    Map<String, Object> sum = Facts.map(metric.get("sum"));
    boolean counter = Boolean.parseBoolean(Facts.text(sum.get("isMonotonic")));
    for (String kind : List.of("gauge", "sum", "histogram", "exponentialHistogram", "summary")) {
      Map<String, Object> data = Facts.map(metric.get(kind));
      if (!data.isEmpty()) {
        Type type = type(kind, counter);
        String name =
            MetricNames.of(
                Facts.name(metric.get("name")),
                Facts.name(metric.get("unit")),
                type == Type.COUNTER,
                type == Type.GAUGE);
        boolean adds = isDelta(data.get("aggregationTemporality"));
        for (Map<String, Object> point : Facts.maps(data.get("dataPoints"))) {
          point(name, type, Facts.text(metric.get("description")), point, adds, into);
        }
      }
    }
  }

  private static boolean isDelta(@org.jspecify.annotations.Nullable Object temporality) {
    String text = Facts.text(temporality);
    return text.equals(String.valueOf(DELTA)) || text.endsWith("_DELTA");
  }

  /** Native histograms are told by count and sum. */
  private static Type type(String kind, boolean counter) {
    return switch (kind) {
      case "sum" -> counter ? Type.COUNTER : Type.GAUGE;
      case "histogram" -> Type.HISTOGRAM;
      case "gauge" -> Type.GAUGE;
      default -> Type.SUMMARY;
    };
  }

  private void point(
      String name,
      Type type,
      String help,
      Map<String, Object> point,
      boolean adds,
      List<Pushed> into) {
    try {
      Map<String, String> labels = new TreeMap<>();
      OtlpMessages.attributes(point.get("attributes"))
          .forEach((key, value) -> labels.put(MetricNames.valid(key), Facts.name(value)));
      into.add(
          new Pushed(
              Pushed.checkedName(name),
              type,
              help,
              Pushed.checkedLabels(labels),
              value(type, point),
              adds));
    } catch (IllegalArgumentException e) {
      refused++;
      reason = name + ": " + e.getMessage();
    }
  }

  private static Point value(Type type, Map<String, Object> point) {
    if (type == Type.SUMMARY) {
      List<Map<String, Object>> quantiles = Facts.maps(point.get("quantileValues"));
      return new SummaryPoint(
          List.of(),
          quantiles.stream().mapToDouble(one -> zero(one.get("quantile"))).toArray(),
          quantiles.stream().mapToDouble(one -> zero(one.get("value"))).toArray(),
          Facts.integer(point.get("count")),
          Facts.number(point.get("sum")));
    }
    if (type == Type.HISTOGRAM) {
      return histogram(point);
    }
    Object whole = point.get("asInt");
    double value = whole == null ? Facts.number(point.get("asDouble")) : Facts.integer(whole);
    return Pushed.number(value);
  }

  /** What protobuf leaves out is 0. */
  private static double zero(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? 0 : Facts.number(value);
  }

  private static Point histogram(Map<String, Object> point) {
    double[] bounds =
        Facts.list(point.get("explicitBounds")).stream().mapToDouble(Facts::number).toArray();
    List<?> counts = Facts.list(point.get("bucketCounts"));
    if (!counts.isEmpty() && counts.size() != bounds.length + 1) {
      throw new IllegalArgumentException("as many counts as bounds, and one, are expected");
    }
    long[] cumulative = new long[bounds.length + 1];
    long count = 0;
    for (int i = 0; i < counts.size(); i++) {
      count += Facts.integer(counts.get(i));
      cumulative[i] = count;
    }
    if (counts.isEmpty()) {
      bounds = new double[0];
      cumulative = new long[] {Facts.integer(point.get("count"))};
    }
    return new HistogramPoint(List.of(), bounds, cumulative, Facts.number(point.get("sum")));
  }

  /** Puts all of it into a store; how many series. */
  int pushTo(PushStore store, long ttlMillis) {
    int series = 0;
    for (Resource resource : resources) {
      if (!resource.metrics.isEmpty()) {
        store.push(resource.group, resource.metrics, Mode.MERGE, ttlMillis);
        series += resource.metrics.size();
      }
    }
    return series;
  }

  /** Data points that were left out. */
  int refused() {
    return refused;
  }

  /** Why the last one of them was. */
  String reason() {
    return reason;
  }
}
