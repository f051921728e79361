// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a collector makes of requests, with OpenTelemetry's own classes. */
final class DecodedMetrics {
  private final List<ResourceMetrics> resources = new ArrayList<>();

  static DecodedMetrics of(byte[]... requests) throws InvalidProtocolBufferException {
    DecodedMetrics decoded = new DecodedMetrics();
    for (byte[] request : requests) {
      decoded.resources.addAll(
          ExportMetricsServiceRequest.parseFrom(request).getResourceMetricsList());
    }
    return decoded;
  }

  ResourceMetrics resource() {
    return resources.get(0);
  }

  List<String> names() {
    return metrics().stream().map(Metric::getName).toList();
  }

  List<Metric> metrics() {
    return resources.stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .toList();
  }

  Metric metric(String name) {
    List<Metric> found =
        metrics().stream().filter(metric -> metric.getName().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " metrics are called " + name + ": " + names());
    }
    return found.get(0);
  }

  HistogramDataPoint histogram(String name) {
    List<HistogramDataPoint> points = metric(name).getHistogram().getDataPointsList();
    if (points.size() != 1) {
      throw new AssertionError(name + " has " + points);
    }
    return points.get(0);
  }

  NumberDataPoint number(String name) {
    Metric metric = metric(name);
    List<NumberDataPoint> points =
        metric.hasGauge()
            ? metric.getGauge().getDataPointsList()
            : metric.getSum().getDataPointsList();
    if (points.size() != 1) {
      throw new AssertionError(name + " has " + points);
    }
    return points.get(0);
  }

  static Map<String, Object> attributes(List<KeyValue> attributes) {
    Map<String, Object> map = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      AnyValue value = attribute.getValue();
      Object plain =
          switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> value.getIntValue();
            case BOOL_VALUE -> value.getBoolValue();
            default -> value;
          };
      if (map.put(attribute.getKey(), plain) != null) {
        throw new AssertionError(attribute.getKey() + " is there twice: " + attributes);
      }
    }
    return map;
  }
}
