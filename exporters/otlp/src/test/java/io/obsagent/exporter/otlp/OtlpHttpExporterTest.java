// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.exporter.testkit.SampleSpans;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.export.SpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpHttpExporterTest {
  private ReceivingServer server;

  @BeforeEach
  void start() throws IOException {
    server = ReceivingServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void spansArriveAtTheCollectorWithTheHeadersAskedFor() throws Exception {
    try (SpanExporter exporter =
        exporter("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20t+k,x-scope=1")) {
      exporter.export(SampleSpans.shopRequest());
    }

    ReceivingServer.Request request = server.take();
    assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/traces");
    assertThat(request.headers())
        .containsEntry("Content-type", "application/x-protobuf")
        .containsEntry("Authorization", "Bearer t+k")
        .containsEntry("X-scope", "1");
    assertThat(names(request))
        .containsExactlyInAnyOrder(
            "SELECT products", "GET", "SET", "POST", "chat gpt-4o-mini", "POST /checkout/{id}");
  }

  @Test
  void aProxyIsAskedForTheCollectorAndToldWhoWeAre() throws Exception {
    try (SpanExporter exporter =
        exporter(
            "exporter.otlp.endpoint",
            "http://collector.invalid:4318",
            "exporter.otlp.proxy",
            "http://us%20er:geheim@127.0.0.1:" + server.port())) {
      exporter.export(SampleSpans.shopRequest());
    }

    ReceivingServer.Request request = server.take();
    assertThat(request.method() + " " + request.path())
        .isEqualTo("POST http://collector.invalid:4318/v1/traces");
    assertThat(request.headers())
        .containsEntry("Host", "collector.invalid:4318")
        .containsEntry("Proxy-authorization", "Basic dXMgZXI6Z2VoZWlt");
  }

  @Test
  void aProxyThatIsNoneIsRefusedWithoutShowingItsPassword() {
    assertThatThrownBy(() -> exporter("exporter.otlp.proxy", "socks://me:geheim@proxy:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://proxy:3128")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void compressedSpansAreTheSame() throws Exception {
    try (SpanExporter plain = exporter();
        SpanExporter compressed = exporter("exporter.otlp.compression", "gzip")) {
      plain.export(SampleSpans.shopRequest());
      compressed.export(SampleSpans.shopRequest());
      compressed.export(SampleSpans.shopRequest());
    }

    byte[] expected = server.take().body();
    ReceivingServer.Request first = server.take();
    assertThat(first.headers()).containsEntry("Content-encoding", "gzip");
    assertThat(first.body()).isEqualTo(expected);
    assertThat(server.take().body()).isEqualTo(expected);
  }

  @Test
  void oneConnectionServesAllBatches() throws Exception {
    try (SpanExporter exporter = exporter()) {
      exporter.export(SampleSpans.shopRequest());
      exporter.export(SampleSpans.shopRequest());
    }

    assertThat(server.take().peer()).isEqualTo(server.take().peer());
  }

  @Test
  void aServerThatAsksToWaitIsHeard() throws Exception {
    server.answerOnce(503, "Retry-After", "7");
    try (SpanExporter exporter = exporter()) {
      assertThatThrownBy(() -> exporter.export(SampleSpans.shopRequest()))
          .isInstanceOfSatisfying(
              RetryableException.class,
              e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)))
          .hasMessage("http://localhost:" + server.port() + "/v1/traces answered 503");
    }
  }

  @Test
  void aRefusalIsNotToBeRepeatedAndKeepsTheConnection() throws Exception {
    server.answer(500);
    try (SpanExporter exporter = exporter()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> exporter.export(SampleSpans.shopRequest()))
            .isInstanceOf(IOException.class)
            .isNotInstanceOf(RetryableException.class)
            .hasMessage("http://localhost:" + server.port() + "/v1/traces answered 500");
      }
    }
    assertThat(server.take().peer()).isEqualTo(server.take().peer());
  }

  @Test
  void aCollectorThatIsDownIsToBeTriedAgain() throws Exception {
    server.close();
    try (SpanExporter exporter = exporter()) {
      assertThatThrownBy(() -> exporter.export(SampleSpans.shopRequest()))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("cannot send to http://localhost:");
    }
  }

  @Test
  void anEndpointThatIsNoneIsNamedWithTheWayOut() {
    assertThatThrownBy(() -> create(TestConfig.of("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")))
        .hasMessage("expected a URL like http://host:4318, without user and password");
  }

  private SpanExporter exporter(String... more) {
    List<String> texts =
        new ArrayList<>(
            List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + server.port()));
    texts.addAll(Arrays.asList(more));
    return create(TestConfig.of(texts.toArray(new String[0])));
  }

  private static SpanExporter create(TestConfig config) {
    return ServiceLoader.load(ExporterFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals("otlp"))
        .findFirst()
        .orElseThrow()
        .create(
            new ExporterFactory.Environment(
                config, Map.of("service.name", "shop"), new TestMetrics()));
  }

  private static List<String> names(ReceivingServer.Request request) throws IOException {
    return ExportTraceServiceRequest.parseFrom(request.body())
        .getResourceSpans(0)
        .getScopeSpansList()
        .stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .map(span -> span.getName())
        .toList();
  }
}
