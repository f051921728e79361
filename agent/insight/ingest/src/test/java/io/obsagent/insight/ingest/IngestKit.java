// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;

/** A feature without the rest of the agent, what it shows and what it sends. */
abstract class IngestKit {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String SPAN = "b7ad6b7169203331";

  final Map<String, Handler> routes = new HashMap<>();
  final List<FinishedSpan> spans = new ArrayList<>();
  final IngestFeature feature = new IngestFeature();
  final BridgeMetrics metrics = new BridgeMetrics();

  private static final class Defaults implements Config {
    @Override
    public <T> T get(Option<T> option) {
      return option.parser().apply(option.defaultText());
    }

    @Override
    public <T> void onChange(Option<T> option, Consumer<T> listener) {}
  }

  @BeforeEach
  void begin() {
    feature.routes(
        new Endpoints(
            (method, path, access, handler) -> {
              assertThat(access).isEqualTo(Access.WRITE);
              routes.put(method + ' ' + path, handler);
            },
            () -> {}));
    feature.begin(metrics, new Defaults(), spans::add);
  }

  record Answer(int status, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  Answer call(
      String route, String path, Map<String, String> headers, byte[] body, String... parameters)
      throws IOException {
    Map<String, List<String>> query = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      query.put(parameters[i], List.of(parameters[i + 1]));
    }
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    Map<String, String> inPath = new HashMap<>();
    if (route.contains("{id}")) {
      inPath.put("id", path);
    }
    Response response =
        routes.get(route).handle(new Request(route.split(" ")[0], path, query, all, inPath, body));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return new Answer(response.status(), out.toByteArray());
  }

  Answer push(String text, String... parameters) throws IOException {
    return call(
        "POST /monitoring/metrics",
        "/monitoring/metrics",
        Map.of(),
        text.getBytes(StandardCharsets.UTF_8),
        parameters);
  }

  Answer json(String route, String path, String text) throws IOException {
    return call(
        route,
        path,
        Map.of("content-type", "application/json"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** Series and values as Prometheus would show them, without times of pushes. */
  Map<String, Double> shown() {
    Map<String, Double> shown = new TreeMap<>();
    for (MetricFamily family : metrics.bridged()) {
      for (MetricFamily.Point point : family.points()) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < family.labelNames().size(); i++) {
          labels.append(labels.isEmpty() ? "{" : ",");
          labels.append(family.labelNames().get(i)).append('=').append(point.labelValues().get(i));
        }
        labels.append(labels.isEmpty() ? "" : "}");
        if (point instanceof NumberPoint number) {
          shown.put(family.name() + labels, number.value());
        } else if (point instanceof HistogramPoint histogram) {
          shown.put(family.name() + "_count" + labels, (double) histogram.count());
          shown.put(family.name() + "_sum" + labels, histogram.sum());
        } else if (point instanceof SummaryPoint summary) {
          shown.put(family.name() + "_count" + labels, (double) summary.count());
          shown.put(family.name() + "_sum" + labels, summary.sum());
        }
      }
    }
    shown.keySet().removeIf(name -> name.startsWith("push_time_seconds"));
    return shown;
  }

  MetricFamily family(String name) {
    return metrics.bridged().stream().filter(each -> each.name().equals(name)).findFirst().get();
  }

  static Map<String, Object> attributes(FinishedSpan span) {
    Map<String, Object> attributes = new HashMap<>();
    span.forEachAttribute((key, value) -> attributes.put(key.getKey(), value));
    return attributes;
  }
}
