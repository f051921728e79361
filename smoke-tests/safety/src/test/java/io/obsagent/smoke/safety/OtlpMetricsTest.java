// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.ReceivingServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics of an application that a collector gets, under the names of the conventions. */
class OtlpMetricsTest {
  private static final int REQUESTS = 5;
  private static final Jdk FIRST_JDK = Jdk.all().get(0);

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theRequestsOfAnApplicationArrive(Jdk jdk) throws Exception {
    try (ReceivingServer collector = ReceivingServer.start();
        JavaProcess application =
            serve(Launch.underAgent(jdk, "-Dobs.metrics.export-interval=200ms"), collector)) {
      request(application);

      Metric duration =
          Eventually.get(
              "all requests counted",
              () -> {
                Metric metric = metric(collector.take(), "http.server.request.duration");
                return metric != null && served(metric).getCount() == REQUESTS ? metric : null;
              });

      HistogramDataPoint point = served(duration);
      assertThat(duration.getUnit()).isEqualTo("s");
      assertThat(point.getSum()).isPositive();
      assertThat(point.getBucketCountsList()).hasSize(point.getExplicitBoundsCount() + 1);
      assertThat(point.getAttributesList())
          .anySatisfy(
              attribute -> {
                assertThat(attribute.getKey()).isEqualTo("http.response.status_code");
                assertThat(attribute.getValue().getIntValue()).isEqualTo(200);
              });
    }
  }

  @Test
  void whatCameLastIsSentWhenTheJvmEnds() throws Exception {
    try (ReceivingServer collector = ReceivingServer.start();
        JavaProcess application =
            serve(Launch.underAgent(FIRST_JDK, "-Dobs.metrics.export-interval=1h"), collector)) {
      request(application);
      application.endInput();
      assertThat(application.await().exitCode()).isEqualTo(7);

      Metric metric =
          Eventually.get(
              "the last snapshot", () -> metric(collector.take(), "http.server.request.duration"));
      assertThat(served(metric).getCount()).isEqualTo(REQUESTS);
      assertThat(served(metric).getExemplarsList())
          .isNotEmpty()
          .allMatch(exemplar -> exemplar.getTraceId().size() == 16);
      assertThat(collector.waiting()).isZero();
    }
  }

  @Test
  void offMeansOff(@TempDir Path directory) throws Exception {
    Path classes = directory.resolve("classes.txt");
    try (ReceivingServer collector = ReceivingServer.start();
        JavaProcess application =
            serve(
                Launch.underAgent(FIRST_JDK, "-Xlog:class+load=info:file=" + classes)
                    .with("-Dobs.metrics.exporter=none"),
                collector)) {
      request(application);
      ReceivingServer.Request request = collector.take();
      assertThat(request.path()).isEqualTo("/v1/traces");
      application.endInput();
      application.await();

      assertThat(Files.readString(classes))
          .contains("io.obsagent.exporter.otlp.OtlpSpanExporter ")
          .doesNotContain("io.obsagent.exporter.otlp.OtlpMetricExporter ")
          .doesNotContain("io.obsagent.exporter.otlp.MetricEncoder ")
          .doesNotContain("io.obsagent.core.export.MetricPipeline ")
          .doesNotContain("io.obsagent.core.export.MetricWorker ");
    }
  }

  private static JavaProcess serve(Launch launch, ReceivingServer collector) throws Exception {
    return launch
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector.port())
        .with("-cp", PlainJar.path(), PlainJar.MAIN, "serve")
        .start();
  }

  private static void request(JavaProcess application) throws Exception {
    String base = "http://127.0.0.1:" + application.awaitOut("port (\\d+)").group(1);
    application.awaitErr(Launch.RUNNING);
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(Http.get(base + "/greet?n=" + i)).isEqualTo("hello n=" + i);
    }
  }

  private static @Nullable Metric metric(ReceivingServer.Request request, String name)
      throws Exception {
    if (!request.path().equals("/v1/metrics")) {
      return null;
    }
    ResourceMetrics resource =
        ExportMetricsServiceRequest.parseFrom(request.body()).getResourceMetrics(0);
    assertThat(resource.getResource().getAttributesList())
        .extracting(KeyValue::getKey)
        .contains("service.name");
    return resource.getScopeMetrics(0).getMetricsList().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static HistogramDataPoint served(Metric metric) {
    assertThat(metric.getHistogram().getDataPointsCount()).isOne();
    return metric.getHistogram().getDataPoints(0);
  }
}
