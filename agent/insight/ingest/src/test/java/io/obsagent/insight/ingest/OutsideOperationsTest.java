// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operations by their start and end, and such as are over. */
class OutsideOperationsTest extends IngestKit {
  @Test
  void anOperationBeginsAndEnds() throws IOException {
    Answer begun =
        call(
            "POST /monitoring/operations/{id}/start",
            "deploy-7",
            Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-01"),
            "{\"operation\": \"deploy\", \"attributes\": {\"version\": \"1.2\", \"hosts\": 3}}"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(begun.text()).contains("\"traceId\":\"" + TRACE + "\"");
    assertThat(json("POST /monitoring/operations/{id}/start", "deploy-7", "{}").status())
        .isEqualTo(409);
    Answer ended =
        json(
            "POST /monitoring/operations/{id}/end",
            "deploy-7",
            "{\"success\": false, \"reason\": \"rolled_back\", \"attributes\": {\"x\": true}}");
    assertThat(ended.status()).isEqualTo(200);
    assertThat(json("POST /monitoring/operations/{id}/end", "deploy-7", "").status())
        .isEqualTo(404);
    assertThat(json("POST /monitoring/operations/{id}/start", "a/b", "{}").status()).isEqualTo(400);
    FinishedSpan span = spans.get(0);
    assertThat(span.name()).isEqualTo("deploy");
    assertThat(span.context().getTraceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo(Long.parseUnsignedLong(SPAN, 16));
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(span))
        .isEqualTo(
            Map.of(
                "version",
                "1.2",
                "hosts",
                3L,
                "operation.id",
                "deploy-7",
                "x",
                true,
                "error.type",
                "rolled_back"));
    assertThat(metrics.total("operation_duration_seconds", "deploy", "error")).isEqualTo(1);
  }

  @Test
  void dataPointsAreOperationsThatAreOver() throws IOException {
    String route = "POST /monitoring/analytics/datapoints";
    String point =
        "{\"type\": \"build\", \"operationId\": \"b1\", \"duration\": 1500,"
            + " \"metadata\": {\"branch\": \"main\"}, \"result\": {\"success\": true, \"files\": 3}}";
    assertThat(json(route, "", point).text()).contains("\"accepted\":1");
    assertThat(json(route, "", "[" + point + "," + point + "]").text()).contains("\"accepted\":2");
    FinishedSpan span = spans.get(0);
    assertThat(span.endEpochNanos() - span.startEpochNanos()).isEqualTo(1_500_000_000L);
    assertThat(attributes(span))
        .containsEntry("branch", "main")
        .containsEntry("operation.id", "b1")
        .containsEntry("result.files", 3L);
    assertThat(metrics.total("operation_duration_seconds", "build", "success")).isEqualTo(3);
    Answer wrong = json(route, "", "[" + point + ", {\"type\": \"x\"}]");
    assertThat(wrong.text()).contains("data point 1: 'duration' is a number of milliseconds");
    assertThat(json(route, "", "{\"duration\": 1}").text()).contains("'type' is missing");
    assertThat(spans).hasSize(3);
  }

  @Test
  void whatIsWrongEndsNoOperation() throws IOException {
    String start = "POST /monitoring/operations/{id}/start";
    String end = "POST /monitoring/operations/{id}/end";
    assertThat(json(start, "d8", "{operation: deploy}").status()).isEqualTo(200);

    assertThat(json(end, "d8", "{success: maybe}").status()).isEqualTo(400);
    assertThat(spans).isEmpty();

    assertThat(json(end, "d8", "{success: true}").status()).isEqualTo(200);
    assertThat(spans).hasSize(1);
  }
}
