// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Status;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.MetricExporter;
import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpMetricExporterTest {
  private static final byte[] THREE_REJECTED =
      ExportMetricsServiceResponse.newBuilder()
          .setPartialSuccess(
              ExportMetricsPartialSuccess.newBuilder()
                  .setRejectedDataPoints(3)
                  .setErrorMessage("too\nmany"))
          .build()
          .toByteArray();

  private final MetricRegistry registry = new MetricRegistry(TestConfig.of());

  @Test
  void metricsArriveByHttpWithTheHeadersAskedFor() throws Exception {
    try (ReceivingServer server = ReceivingServer.start();
        MetricExporter exporter =
            exporter(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://localhost:" + server.port(),
                "OTEL_EXPORTER_OTLP_HEADERS",
                "authorization=Bearer%20t",
                "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
                "x-trace-key=secret")) {
      exporter.export(snapshot(5));

      ReceivingServer.Request request = server.take();
      assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/metrics");
      assertThat(request.headers())
          .containsEntry("Content-type", "application/x-protobuf")
          .containsEntry("Authorization", "Bearer t")
          .doesNotContainKey("X-trace-key");
      assertThat(DecodedMetrics.of(request.body()).number("orders_total").getAsDouble())
          .isEqualTo(5);
    }
  }

  @Test
  void metricsArriveByGrpcWithTheHeadersAskedFor() throws Exception {
    try (GrpcCollector collector = GrpcCollector.start();
        MetricExporter exporter =
            exporter(
                "exporter.otlp.metrics-endpoint",
                "http://localhost:" + collector.port(),
                "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
                "grpc",
                "OTEL_EXPORTER_OTLP_METRICS_HEADERS",
                "authorization=Bearer%20t",
                "exporter.otlp.compression",
                "gzip")) {
      exporter.export(snapshot(5));

      GrpcCollector.Request request = collector.take();
      assertThat(request.method())
          .isEqualTo("opentelemetry.proto.collector.metrics.v1.MetricsService/Export");
      assertThat(header(request, "authorization")).isEqualTo("Bearer t");
      assertThat(header(request, "grpc-encoding")).isEqualTo("gzip");
      assertThat(DecodedMetrics.of(request.message()).number("orders_total").getAsDouble())
          .isEqualTo(5);
    }
  }

  @Test
  void compressedMetricsAreTheSame() throws Exception {
    try (ReceivingServer server = ReceivingServer.start();
        MetricExporter exporter =
            exporter(
                "exporter.otlp.metrics-endpoint",
                "http://localhost:" + server.port() + "/otlp/here",
                "exporter.otlp.metrics-compression",
                "gzip",
                "exporter.otlp.metrics-temporality",
                "delta")) {
      exporter.export(snapshot(5));
      exporter.export(snapshot(2));

      ReceivingServer.Request first = server.take();
      assertThat(first.path()).isEqualTo("/otlp/here");
      assertThat(first.headers()).containsEntry("Content-encoding", "gzip");
      assertThat(DecodedMetrics.of(first.body()).number("orders_total").getAsDouble()).isEqualTo(5);
      ReceivingServer.Request second = server.take();
      assertThat(DecodedMetrics.of(second.body()).number("orders_total").getAsDouble())
          .isEqualTo(2);
      assertThat(second.peer()).isEqualTo(first.peer());
    }
  }

  @Test
  void whatTheCollectorRejectsIsCountedAndSaidOnce() throws Exception {
    List<String> lines = new ArrayList<>();
    AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> lines.add(message));
    try (ReceivingServer server = ReceivingServer.start();
        GrpcCollector collector = GrpcCollector.start();
        MetricExporter http =
            exporter("exporter.otlp.endpoint", "http://localhost:" + server.port());
        MetricExporter grpc =
            exporter(
                "exporter.otlp.endpoint",
                "http://localhost:" + collector.port(),
                "exporter.otlp.protocol",
                "grpc")) {
      server.answerWith(THREE_REJECTED);
      collector.answer = THREE_REJECTED;
      http.export(snapshot(1));
      grpc.export(snapshot(1));

      assertThat(rejected()).isEqualTo(6);
      assertThat(lines)
          .containsExactly(
              "exporter otlp: http://localhost:"
                  + server.port()
                  + "/v1/metrics rejected 3 data points: too many");
    }
  }

  @Test
  void aReceiverThatTakesNoMetricsIsTold() throws Exception {
    try (ReceivingServer server = ReceivingServer.start();
        GrpcCollector collector = GrpcCollector.start();
        MetricExporter http =
            exporter("exporter.otlp.endpoint", "http://localhost:" + server.port());
        MetricExporter grpc =
            exporter(
                "exporter.otlp.endpoint",
                "http://localhost:" + collector.port(),
                "exporter.otlp.protocol",
                "grpc")) {
      server.answer(404);
      collector.status = Status.UNIMPLEMENTED;
      assertThatThrownBy(() -> http.export(snapshot(1))).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> grpc.export(snapshot(1))).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aCollectorThatIsBusyIsHeard() throws Exception {
    try (ReceivingServer server = ReceivingServer.start();
        MetricExporter exporter =
            exporter("exporter.otlp.endpoint", "http://localhost:" + server.port())) {
      server.answerOnce(429, "Retry-After", "7");
      assertThatThrownBy(() -> exporter.export(snapshot(1)))
          .isInstanceOfSatisfying(
              RetryableException.class,
              e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
      server.answer(500);
      assertThatThrownBy(() -> exporter.export(snapshot(1)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(RetryableException.class);
    }
  }

  @Test
  void whatIsWrongIsSaidWithTheWayOut() {
    assertThatThrownBy(() -> exporter("exporter.otlp.metrics-endpoint", "collector"))
        .hasMessage("expected a URL like http://host:4318, without user and password");
    assertThatThrownBy(() -> exporter("exporter.otlp.metrics-temporality", "lowmemory"))
        .hasMessage("expected cumulative or delta");
    assertThatThrownBy(() -> exporter("exporter.otlp.metrics-protocol", "http/json"))
        .hasMessage("expected http/protobuf, grpc or auto");
  }

  private List<MetricFamily> snapshot(int orders) {
    registry.counter(MetricDefinition.counter("orders_total", "Orders.")).labels().add(orders);
    return registry.collect();
  }

  private double rejected() {
    double sum = 0;
    for (MetricFamily family : registry.collect()) {
      for (MetricFamily.Point point : family.points()) {
        if (point.labelValues().equals(List.of("metrics", "rejected"))) {
          sum += ((MetricFamily.NumberPoint) point).value();
        }
      }
    }
    return sum;
  }

  private MetricExporter exporter(String... keysAndTexts) {
    TestConfig config = TestConfig.of(keysAndTexts);
    return new OtlpExporterFactory()
        .createForMetrics(
            new ExporterFactory.Environment(config, Map.of("service.name", "shop"), registry));
  }

  private static String header(GrpcCollector.Request request, String name) {
    return request.headers().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
  }
}
