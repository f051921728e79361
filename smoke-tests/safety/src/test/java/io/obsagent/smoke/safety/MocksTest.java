// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.plain.MockingApplication;
import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application that attaches an agent to itself and rewrites what is woven. */
class MocksTest {
  private static final String CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> entry.matches(".*(test-classes|mockito|byte-buddy|objenesis).*"))
          .collect(Collectors.joining(File.pathSeparator));

  @ParameterizedTest
  @MethodSource("io.obsagent.smoke.safety.Jdk#all")
  void mocksOfWovenClassesAreMocks(Jdk jdk) throws Exception {
    String[] program = {"-Xshare:off", "-cp", CLASS_PATH, MockingApplication.class.getName()};
    Outcome before = Launch.java(jdk, program).run();
    Outcome outcome = Launch.underAgent(jdk, program).runUntilAgentRuns();

    assertThat(before.out()).as(before.err()).contains("mocked 42", "stubbed", "spied");
    assertThat(outcome.out()).as(outcome.err()).isEqualTo(before.out());
    assertThat(outcome.exitCode()).isEqualTo(before.exitCode()).isEqualTo(7);
    List<String> lines = outcome.errLines();
    assertThat(lines.get(0)).matches(Launch.RUNNING);
    assertThat(lines.subList(1, lines.size())).isEqualTo(before.errLines());
  }
}
