// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpTlsTest {
  @TempDir static Path directory;

  private static TestCertificate collector;
  private static TestCertificate agent;

  @BeforeAll
  static void makeCertificates() throws Exception {
    collector = TestCertificate.create(directory, "collector", "dns:localhost");
    agent = TestCertificate.create(directory, "agent", "dns:agent");
  }

  @Test
  void aCollectorWithAKnownAuthorityGetsTheSpans() throws Exception {
    try (ReceivingServer server = ReceivingServer.startTls(collector.serverContext());
        SpanExporter exporter =
            exporter(server, "exporter.otlp.certificate", collector.certificate().toString())) {
      exporter.export(SampleSpans.shopRequest());
      exporter.export(List.of(TestSpan.named("large").with("text", "x".repeat(1_000_000))));

      ReceivingServer.Request first = server.take();
      ReceivingServer.Request second = server.take();
      assertThat(spanCount(first)).isEqualTo(6);
      assertThat(spanCount(second)).isEqualTo(1);
      assertThat(second.peer()).isEqualTo(first.peer());
    }
  }

  @Test
  void aCollectorThatNobodyVouchesForGetsNothing() throws Exception {
    try (ReceivingServer server = ReceivingServer.startTls(collector.serverContext());
        SpanExporter exporter = exporter(server)) {
      assertThatThrownBy(() -> exporter.export(SampleSpans.shopRequest()))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("cannot send to https://localhost:")
          .hasMessageContaining("PKIX path building failed");
      assertThat(server.waiting()).isZero();
    }
  }

  @Test
  void aCollectorWithTheNameOfAnotherGetsNothing() throws Exception {
    TestCertificate other = TestCertificate.create(directory, "other", "dns:other");
    try (ReceivingServer server = ReceivingServer.startTls(other.serverContext());
        SpanExporter exporter =
            exporter(server, "exporter.otlp.certificate", other.certificate().toString())) {
      assertThatThrownBy(() -> exporter.export(SampleSpans.shopRequest()))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("localhost");
      assertThat(server.waiting()).isZero();
    }
  }

  @Test
  void theAgentShowsItsCertificateWhereTheCollectorAsksForOne() throws Exception {
    String authority = collector.certificate().toString();
    try (ReceivingServer server = ReceivingServer.startMutualTls(collector.serverContext(agent));
        SpanExporter anonymous = exporter(server, "exporter.otlp.certificate", authority);
        SpanExporter known =
            exporter(
                server,
                "exporter.otlp.certificate",
                authority,
                "exporter.otlp.client-certificate",
                agent.certificate().toString(),
                "exporter.otlp.client-key",
                agent.key().toString())) {
      assertThatThrownBy(() -> anonymous.export(SampleSpans.shopRequest()))
          .isInstanceOf(RetryableException.class);
      known.export(SampleSpans.shopRequest());

      assertThat(spanCount(server.take())).isEqualTo(6);
      assertThat(server.waiting()).isZero();
    }
  }

  private static SpanExporter exporter(ReceivingServer server, String... more) {
    List<String> texts =
        new ArrayList<>(List.of("exporter.otlp.endpoint", "https://localhost:" + server.port()));
    texts.addAll(Arrays.asList(more));
    return new OtlpExporterFactory()
        .create(
            new ExporterFactory.Environment(
                TestConfig.of(texts.toArray(new String[0])), Map.of(), new TestMetrics()));
  }

  private static int spanCount(ReceivingServer.Request request) throws Exception {
    return ExportTraceServiceRequest.parseFrom(request.body())
        .getResourceSpans(0)
        .getScopeSpansList()
        .stream()
        .mapToInt(scope -> scope.getSpansCount())
        .sum();
  }
}
