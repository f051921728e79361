// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenTelemetry agent in the same JVM. */
class SecondAgentTest {
  private static final String OURS = "-javaagent:" + Launch.AGENT;
  private static final String OTHER =
      "-javaagent:" + Path.of("target/peers/opentelemetry-javaagent.jar").toAbsolutePath();

  private static Launch launch(Jdk jdk, String... agents) {
    // The other one appends to the boot class path, of which the JVM warns unless it shares
    // nothing.
    return Launch.java(jdk, agents)
        .with("-Xshare:off", "-Dobs.server.port=0", "-Dotel.javaagent.logging=none")
        .with("-Dotel.traces.exporter=none", "-Dotel.metrics.exporter=none")
        .with("-Dotel.logs.exporter=none", "-cp", PlainJar.path(), PlainJar.MAIN);
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.smoke.safety.Jdk#all")
  void theResultsAreTheSameInEitherOrder(Jdk jdk) throws Exception {
    Outcome none = launch(jdk).run();
    Outcome other = launch(jdk, OTHER).run();
    for (String[] agents : List.of(new String[] {OURS, OTHER}, new String[] {OTHER, OURS})) {
      Outcome both = launch(jdk, agents).runUntilAgentRuns();
      assertThat(both.out()).isEqualTo(none.out()).isEqualTo(other.out());
      assertThat(both.exitCode()).isEqualTo(none.exitCode());
      List<String> lines = new ArrayList<>(both.errLines());
      assertThat(lines.removeIf(line -> line.matches(Launch.RUNNING))).isTrue();
      assertThat(lines).isEqualTo(other.errLines());
    }
  }
}
