// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.core.runtime.RuntimeMetrics;
import io.obsagent.spi.metrics.MetricFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus' own tool says of the JVM's, the process' and the host's metrics. */
class PromtoolTest {
  @BeforeEach
  void needsTheTool() {
    boolean present;
    try {
      present = new ProcessBuilder("promtool", "--version").start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      present = false;
    }
    assumeTrue(present, "promtool is absent: install Debian's package prometheus");
  }

  @Test
  void promtoolFindsNothing() throws Exception {
    RuntimeMetrics metrics = new RuntimeMetrics();
    metrics.collect();
    List<MetricFamily> families = metrics.collect();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExpositionWriter writer = new ExpositionWriter(out, ExpositionFormat.TEXT, 0);
    writer.write(families);
    writer.finish();

    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    promtool.getOutputStream().write(out.toByteArray());
    promtool.getOutputStream().close();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).isEmpty();
    assertThat(promtool.waitFor()).isZero();
  }
}
