// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.plain.TroubleApplication;
import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in and around woven methods goes wrong as it did. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.obsagent.smoke.safety.Jdk#all")
class TroubleTest {
  /** What the JVM says by itself where a class is loaded and no stack is left to ask any agent. */
  private static final String NO_STACK_TO_ASK = "*** java.lang.instrument ASSERTION FAILED ***";

  private final Jdk jdk;

  TroubleTest(Jdk jdk) {
    this.jdk = jdk;
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "deep", "interrupt", "stop"})
  void theResultsAreTheSame(String trouble) throws Exception {
    Outcome before = launch(Launch.java(jdk), trouble).run();
    Outcome outcome = launch(Launch.underAgent(jdk), trouble).runUntilAgentRuns();

    assertThat(before.exitCode()).isEqualTo(7);
    assertThat(outcome.out()).isEqualTo(before.out());
    assertThat(outcome.exitCode()).isEqualTo(7);
    List<String> lines =
        outcome.errLines().stream()
            .filter(line -> !trouble.equals("deep") || !line.startsWith(NO_STACK_TO_ASK))
            .toList();
    assertThat(lines.get(0)).matches(Launch.RUNNING);
    assertThat(lines.subList(1, lines.size())).isEqualTo(before.errLines());
  }

  private static Launch launch(Launch launch, String trouble) {
    return launch.with("-cp", "target/test-classes", TroubleApplication.class.getName(), trouble);
  }
}
