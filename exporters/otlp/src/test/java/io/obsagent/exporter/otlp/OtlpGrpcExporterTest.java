// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Status;
import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.exporter.testkit.SampleSpans;
import io.obsagent.exporter.testkit.TestCertificate;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.exporter.testkit.TestSpan;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.export.SpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OtlpGrpcExporterTest {
  @TempDir Path directory;

  @Test
  void spansArriveWithTheHeadersAskedFor() throws Exception {
    try (GrpcCollector collector = GrpcCollector.start();
        SpanExporter exporter =
            exporter(collector.port(), "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20t")) {
      exporter.export(SampleSpans.shopRequest());

      GrpcCollector.Request request = collector.take();
      assertThat(header(request, "authorization")).isEqualTo("Bearer t");
      assertThat(header(request, "content-type")).isEqualTo("application/grpc");
      assertThat(spanCount(request)).isEqualTo(6);
    }
  }

  @Test
  void oneConnectionServesManyBatches() throws Exception {
    try (GrpcCollector collector = GrpcCollector.start();
        SpanExporter exporter = exporter(collector.port())) {
      Set<String> peers = new HashSet<>();
      for (int i = 0; i < 500; i++) {
        exporter.export(SampleSpans.shopRequest());
        peers.add(collector.take().peer());
      }
      assertThat(peers).hasSize(1);
    }
  }

  @Test
  void aBatchBeyondAllWindowsArrivesWhole() throws Exception {
    try (GrpcCollector collector = GrpcCollector.start();
        SpanExporter exporter = exporter(collector.port())) {
      for (int i = 0; i < 3; i++) {
        exporter.export(List.of(TestSpan.named("large").with("text", "x".repeat(7_000_000))));
        ExportTraceServiceRequest request =
            ExportTraceServiceRequest.parseFrom(collector.take().message());
        assertThat(
                request
                    .getResourceSpans(0)
                    .getScopeSpans(0)
                    .getSpans(0)
                    .getAttributes(0)
                    .getValue()
                    .getStringValue())
            .hasSize(7_000_000);
      }
    }
  }

  @Test
  void compressedSpansAreTheSame() throws Exception {
    try (GrpcCollector collector = GrpcCollector.start();
        SpanExporter plain = exporter(collector.port());
        SpanExporter compressed = exporter(collector.port(), "exporter.otlp.compression", "gzip")) {
      plain.export(SampleSpans.shopRequest());
      compressed.export(SampleSpans.shopRequest());

      byte[] expected = collector.take().message();
      GrpcCollector.Request request = collector.take();
      assertThat(header(request, "grpc-encoding")).isEqualTo("gzip");
      assertThat(request.message()).isEqualTo(expected);
    }
  }

  @Test
  void spansArriveOverTlsFromAKnownAgent() throws Exception {
    TestCertificate own = TestCertificate.create(directory, "collector", "dns:localhost");
    TestCertificate client = TestCertificate.create(directory, "agent", "dns:agent");
    try (GrpcCollector collector = GrpcCollector.startTls(own, client);
        SpanExporter exporter =
            create(
                "https://localhost:" + collector.port(),
                "exporter.otlp.certificate",
                own.certificate().toString(),
                "exporter.otlp.client-certificate",
                client.certificate().toString(),
                "exporter.otlp.client-key",
                client.key().toString())) {
      exporter.export(SampleSpans.shopRequest());
      exporter.export(List.of(TestSpan.named("large").with("text", "x".repeat(3_000_000))));

      assertThat(spanCount(collector.take())).isEqualTo(6);
      assertThat(spanCount(collector.take())).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  void onlyAStatusThatMayPassIsToBeTriedAgain(Status.Code code) throws Exception {
    Set<Status.Code> passing =
        Set.of(
            Status.Code.CANCELLED,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.ABORTED,
            Status.Code.OUT_OF_RANGE,
            Status.Code.UNAVAILABLE,
            Status.Code.DATA_LOSS);
    try (GrpcCollector collector = GrpcCollector.start();
        SpanExporter exporter = exporter(collector.port())) {
      collector.status = code.toStatus().withDescription("no – 100 %");
      if (code == Status.Code.OK) {
        exporter.export(SampleSpans.shopRequest());
        return;
      }
      assertThatThrownBy(() -> exporter.export(SampleSpans.shopRequest()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("answered gRPC status " + code.value() + ": no – 100 %")
          .satisfies(
              e -> assertThat(e instanceof RetryableException).isEqualTo(passing.contains(code)));

      collector.status = Status.OK;
      exporter.export(SampleSpans.shopRequest());
      assertThat(collector.take().peer()).isEqualTo(collector.take().peer());
    }
  }

  @Test
  void aServiceThatIsNotThereIsSaid() throws Exception {
    try (ReceivingServer server = ReceivingServer.start();
        SpanExporter exporter = exporter(server.port())) {
      assertThatThrownBy(() -> exporter.export(SampleSpans.shopRequest()))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("cannot send to http://localhost:" + server.port());
    }
  }

  @Test
  void aCollectorThatRestartsIsFoundAgain() throws Exception {
    GrpcCollector first = GrpcCollector.start();
    int port = first.port();
    try (SpanExporter exporter = exporter(port)) {
      exporter.export(SampleSpans.shopRequest());
      first.close();
      assertThatThrownBy(() -> exporter.export(SampleSpans.shopRequest()))
          .isInstanceOf(RetryableException.class);
      try (GrpcCollector second = GrpcCollector.startOn(port)) {
        exporter.export(SampleSpans.shopRequest());
        assertThat(spanCount(second.take())).isEqualTo(6);
      }
    }
  }

  @Test
  void aCollectorThatSendsItsClientsAwayLosesNothing() throws Exception {
    try (GrpcCollector collector = GrpcCollector.startWithConnectionAge(50);
        SpanExporter exporter = exporter(collector.port())) {
      Set<String> peers = new HashSet<>();
      while (peers.size() < 5) {
        exporter.export(SampleSpans.shopRequest());
        peers.add(collector.take().peer());
      }
    }
  }

  @Test
  void aCollectorThatNeverAnswersIsGivenUpAtTheTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        SpanExporter exporter =
            create("http://127.0.0.1:" + silent.getLocalPort(), "exporter.otlp.timeout", "2s")) {
      assertThatThrownBy(() -> exporter.export(SampleSpans.shopRequest()))
          .isInstanceOf(RetryableException.class)
          .hasMessageEndingWith("no answer in time");
    }
  }

  private static SpanExporter exporter(int port, String... more) {
    return create("http://localhost:" + port, more);
  }

  private static SpanExporter create(String endpoint, String... more) {
    List<String> texts =
        new ArrayList<>(
            List.of("exporter.otlp.endpoint", endpoint, "exporter.otlp.protocol", "grpc"));
    texts.addAll(Arrays.asList(more));
    return new OtlpExporterFactory()
        .create(
            new ExporterFactory.Environment(
                TestConfig.of(texts.toArray(new String[0])), Map.of(), new TestMetrics()));
  }

  private static String header(GrpcCollector.Request request, String name) {
    return request.headers().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
  }

  private static int spanCount(GrpcCollector.Request request) throws Exception {
    return ExportTraceServiceRequest.parseFrom(request.message())
        .getResourceSpans(0)
        .getScopeSpansList()
        .stream()
        .mapToInt(scope -> scope.getSpansCount())
        .sum();
  }
}
