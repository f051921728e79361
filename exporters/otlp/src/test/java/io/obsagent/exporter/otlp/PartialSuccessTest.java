// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.exporter.transport.Endpoint;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialSuccessTest {
  private final TestMetrics metrics = new TestMetrics();
  private final PartialSuccess partialSuccess =
      new PartialSuccess(
          Endpoint.parse("exporter.otlp.endpoint", "http://localhost", 4318),
          Signal.TRACES,
          "spans",
          metrics);

  @Test
  void whatIsRejectedIsCounted() {
    assertThat(partialSuccess.read(response("full"))).isEqualTo(2);
    partialSuccess.read(response(""));
    assertThat(rejected()).isEqualTo(4);
  }

  @Test
  void anAnswerThatIsCutIsReadAsFarAsItGoes() {
    partialSuccess.read(Arrays.copyOf(response("x".repeat(100_000)), 4_096));
    assertThat(rejected()).isEqualTo(2);
  }

  @Test
  void anAnswerThatSaysNothingCountsNothing() {
    partialSuccess.read(new byte[0]);
    partialSuccess.read(ExportTraceServiceResponse.getDefaultInstance().toByteArray());
    assertThat(rejected()).isZero();
  }

  @Test
  void anAnswerThatIsNoProtobufDoesNoHarm() {
    for (String text : List.of("{\"partialSuccess\":{}}", "\n\u007f", "\n", "<html>", "\b")) {
      partialSuccess.read(text.getBytes(StandardCharsets.UTF_8));
    }
    Random random = new Random(1);
    byte[] bytes = new byte[64];
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(bytes);
      bytes[0] = '\n';
      partialSuccess.read(bytes);
    }
  }

  private static byte[] response(String reason) {
    return ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportTracePartialSuccess.newBuilder().setRejectedSpans(2).setErrorMessage(reason))
        .build()
        .toByteArray();
  }

  private long rejected() {
    return metrics.total("obs_agent_dropped_total", "traces", "rejected");
  }
}
