// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.exporter.testkit.SampleSpans;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.exporter.testkit.TestSpan;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.opentelemetry.api.common.AttributeKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineExporterTest {
  @TempDir Path directory;

  @Test
  void aSpanIsOneLineOfJson() throws Exception {
    assertThat(
            lines(
                TestSpan.named("GET \"x\"\n")
                    .parent(TestSpan.context(SampleSpans.TRACE_ID, "00f067aa0ba902b7"))
                    .with("n", 1)
                    .with(AttributeKey.doubleKey("nan"), Double.NaN)))
        .containsExactly(
            "{\"time\":\"2026-01-01T00:00:00Z\",\"service\":\"shop\","
                + "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\","
                + "\"span_id\":\"b7ad6b7169203331\",\"parent_span_id\":\"00f067aa0ba902b7\","
                + "\"name\":\"GET \\\"x\\\"\\u000a\",\"kind\":\"INTERNAL\",\"duration_ms\":1.5,"
                + "\"status\":\"UNSET\",\"scope\":\"io.obsagent.test\","
                + "\"attributes\":{\"n\":1,\"nan\":\"NaN\"}}");
  }

  @Test
  void everythingThatASpanHasIsInTheLine() throws Exception {
    JsonNode line = new ObjectMapper().readTree(lines(SampleSpans.full()).get(0));

    assertThat(line.at("/name").asText()).isEqualTo("POST /orders/{id} – ü€😀");
    assertThat(line.at("/status_description").asText()).isEqualTo("out of stock");
    assertThat(line.at("/dropped_attributes").asInt()).isEqualTo(2);
    assertThat(line.at("/attributes/names/0").asText()).isEqualTo("a\"b");
    assertThat(line.at("/attributes/numbers/1").asInt()).isEqualTo(-2);
    assertThat(line.at("/attributes/retried").asBoolean()).isTrue();
    assertThat(line.at("/events/0/name").asText()).isEqualTo("exception");
    assertThat(line.at("/events/0/attributes/attempt").asInt()).isEqualTo(3);
    assertThat(line.at("/links/0/span_id").asText()).isEqualTo("3333333333333333");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamedWithTheWayOut() {
    Path nowhere = directory.resolve("none/spans.json");

    assertThatThrownBy(() -> exporter(nowhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exporter.logging.output: cannot write to '" + nowhere + "'");
  }

  private List<String> lines(FinishedSpan... spans) throws Exception {
    Path file = directory.resolve("spans.json");
    try (SpanExporter exporter = exporter(file)) {
      exporter.export(List.of(spans));
    }
    return Files.readAllLines(file);
  }

  private static SpanExporter exporter(Path file) {
    return new LoggingExporterFactory()
        .create(
            new ExporterFactory.Environment(
                TestConfig.of("exporter.logging.output", file.toString()),
                Map.of("service.name", "shop"),
                new TestMetrics()));
  }
}
