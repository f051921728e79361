// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.Tag;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exporters of others, as they lie on Maven Central, with their libraries. */
class PublishedExportersTest {
  @TempDir Path directory;

  private static List<Batch> batches(Receiver receiver) {
    List<Batch> batches = new ArrayList<>();
    for (byte[] body : receiver.bodies()) {
      Batch batch = new Batch();
      try {
        new TDeserializer().deserialize(batch, body);
      } catch (TException e) {
        throw new AssertionError(e);
      }
      batches.add(batch);
    }
    return batches;
  }

  private static List<Span> jaegerSpans(Receiver receiver) {
    List<Span> spans = new ArrayList<>();
    for (Batch batch : batches(receiver)) {
      assertThat(batch.getProcess().getServiceName()).isEqualTo("shop");
      spans.addAll(batch.getSpans());
    }
    return spans;
  }

  private static String tag(Span span, String key) {
    return span.getTags().stream()
        .filter(tag -> tag.getKey().equals(key))
        .map(Tag::getVStr)
        .findFirst()
        .orElse("");
  }

  @Test
  void jaegerThriftWithItsClientLibrary() throws Exception {
    Path jar =
        ExtensionJar.of(directory, "JaegerExtension", ConfigurableSpanExporterProvider.class);
    try (Receiver jaeger = new Receiver();
        Extended application =
            Extended.start(
                ExtensionJar.option(jar, ExtensionJar.published()),
                "-Dobs.service.name=shop",
                "-Dobs.traces.exporter=jaeger-thrift,logging",
                "-Dotel.exporter.jaeger.endpoint=" + jaeger.url("/api/traces"))) {
      application.call("/orders/7");
      application.serverSpan("/orders/7");
      assertThat(application.end()).as(application.err()).isZero();

      List<Span> spans = jaegerSpans(jaeger);
      assertThat(spans).as("of the application, none of the sending").hasSize(2);
      Span server =
          spans.stream()
              .filter(s -> tag(s, "span.kind").equals("server"))
              .findFirst()
              .orElseThrow();
      Span client =
          spans.stream()
              .filter(s -> tag(s, "span.kind").equals("client"))
              .findFirst()
              .orElseThrow();
      assertThat(tag(server, "url.path")).isEqualTo("/orders/7");
      assertThat(server.getTraceIdLow()).isEqualTo(client.getTraceIdLow());
      assertThat(server.getParentSpanId()).isEqualTo(client.getSpanId());
      assertThat(server.getDuration()).isNotNegative();
      assertThat(application.err()).doesNotContain("[obs-agent] WARN");
    }
  }

  @Test
  void aPublishedProviderTellsOfWhereTheProcessRuns() throws Exception {
    Path jar =
        ExtensionJar.of(directory, "JaegerExtension", ConfigurableSpanExporterProvider.class);
    try (Receiver jaeger = new Receiver();
        Extended application =
            Extended.start(
                Map.of("VCAP_APPLICATION", "{\"application_name\":\"shop-of-cf\"}"),
                ExtensionJar.option(jar, ExtensionJar.published()),
                "-Dobs.traces.exporter=jaeger-thrift",
                "-Dotel.exporter.jaeger.endpoint=" + jaeger.url("/api/traces"))) {
      application.call("/orders/10");
      assertThat(application.end()).as(application.err()).isZero();
      assertThat(batches(jaeger))
          .isNotEmpty()
          .allSatisfy(
              batch ->
                  assertThat(batch.getProcess().getTags())
                      .filteredOn(tag -> tag.getKey().equals("cloudfoundry.app.name"))
                      .extracting(Tag::getVStr)
                      .containsExactly("shop-of-cf"));
      assertThat(application.err()).doesNotContain("[obs-agent] WARN");
    }
  }

  @Test
  void zipkinByTheNameThatItRegisters() throws Exception {
    try (Receiver zipkin = new Receiver();
        Extended application =
            Extended.start(
                ExtensionJar.option(ExtensionJar.published(), ExtensionJar.older()),
                "-Dobs.traces.exporter=zipkin,logging",
                "-Dotel.exporter.zipkin.endpoint=" + zipkin.url("/api/v2/spans"))) {
      assertThat(application.page("/monitoring/agent"))
          .contains("\"name\":\"zipkin\"")
          .contains("opentelemetry-exporter-zipkin-1.58.0.jar");
      application.call("/orders/8");
      application.serverSpan("/orders/8");
      assertThat(application.end()).isZero();

      List<JsonNode> spans = new ArrayList<>();
      for (byte[] body : zipkin.bodies()) {
        new ObjectMapper().readTree(body).forEach(spans::add);
      }
      assertThat(spans).hasSize(2);
      assertThat(spans)
          .filteredOn(span -> span.path("kind").asText().equals("SERVER"))
          .singleElement()
          .extracting(span -> span.path("tags").path("url.path").asText())
          .isEqualTo("/orders/8");
    }
  }

  @Test
  void whatDoesNotAnswerIsCountedAsLost() throws Exception {
    try (Extended application =
        Extended.start(
            ExtensionJar.option(ExtensionJar.published(), ExtensionJar.older()),
            "-Dobs.traces.exporter=zipkin",
            "-Dotel.exporter.zipkin.endpoint=http://127.0.0.1:9/api/v2/spans")) {
      application.call("/orders/9");
      Extended.await(
          "loss told",
          () -> application.err().contains("exporter zipkin: ZipkinSpanExporter could not send"));
      assertThat(application.page("/metrics"))
          .containsPattern(
              "obs_agent_dropped_total\\{[^}]*reason=\"export_failed\"[^}]*signal=\"traces\"[^}]*} 2|"
                  + "obs_agent_dropped_total\\{[^}]*signal=\"traces\"[^}]*reason=\"export_failed\"[^}]*} [12]");
      assertThat(application.end()).isZero();
    }
  }
}
