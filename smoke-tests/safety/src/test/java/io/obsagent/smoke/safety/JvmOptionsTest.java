// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Options of the JVM that bear on agents, class files and caches. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.obsagent.smoke.safety.Jdk#all")
class JvmOptionsTest {
  private final Jdk jdk;

  JvmOptionsTest(Jdk jdk) {
    this.jdk = jdk;
  }

  private static void assertUnchanged(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(7);
    assertThat(outcome.out()).contains("hello n=19", "bye");
    assertThat(outcome.errLines()).singleElement().asString().matches(Launch.RUNNING);
  }

  @Test
  void aJvmThatForbidsWhatItCanIsUnchanged() throws Exception {
    List<String> options =
        new ArrayList<>(List.of("-XX:+DisableAttachMechanism", "-XX:-EnableDynamicAgentLoading"));
    if (jdk.version() >= 25) {
      options.add("--illegal-native-access=deny");
      options.add("--sun-misc-unsafe-memory-access=deny");
      options.add("--finalization=disabled");
      options.add("--enable-preview");
      options.add("-XX:+UseCompactObjectHeaders");
    }
    assertUnchanged(
        Launch.underAgent(jdk, options.toArray(new String[0]))
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .runUntilAgentRuns());
  }

  @Test
  void aTrainingRunForAnAotCacheIsUnchangedAndSoIsItsUse(@TempDir Path directory) throws Exception {
    if (jdk.version() < 25) {
      System.out.println("skipped: AOT caches on " + jdk + ": they come with JDK 25");
    }
    assumeThat(jdk.version()).isGreaterThanOrEqualTo(25);
    Path cache = directory.resolve("plain.aot");
    Outcome training =
        Launch.underAgent(jdk, "-XX:AOTCacheOutput=" + cache)
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .run();
    assertThat(training.exitCode()).as(training.out()).isEqualTo(7);
    assertThat(training.out()).contains("hello n=19", "bye");
    assertThat(training.err()).containsOnlyOnce("off: this JVM records an ahead-of-time cache");
    assertThat(Files.size(cache)).isPositive();

    assertUnchanged(
        Launch.underAgent(jdk, "-XX:AOTCache=" + cache)
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .runUntilAgentRuns());
  }
}
