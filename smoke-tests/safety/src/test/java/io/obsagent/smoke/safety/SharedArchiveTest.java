// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharedArchiveTest {
  @ParameterizedTest
  @MethodSource("io.obsagent.smoke.safety.Jdk#all")
  void anArchiveOfTheApplicationMadeWithoutTheAgentStaysInUse(Jdk jdk, @TempDir Path directory)
      throws Exception {
    Path archive = directory.resolve("plain.jsa");
    Outcome without =
        Launch.java(jdk, "-XX:ArchiveClassesAtExit=" + archive)
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .run();
    assertThat(archive).exists();

    Path log = directory.resolve("classes.log");
    Outcome outcome =
        Launch.underAgent(jdk, "-XX:SharedArchiveFile=" + archive, "-Xshare:auto")
            .with("-Xlog:class+load:file=" + log, "-Xlog:cds")
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .runUntilAgentRuns();

    assertThat(outcome.exitCode()).isEqualTo(without.exitCode());
    assertThat(outcome.out()).contains("hello n=19", "bye").doesNotContain("only supported");
    assertThat(outcome.errLines()).singleElement().asString().matches(Launch.RUNNING);
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains(PlainJar.MAIN + " source: shared objects file (top)"))
        .anyMatch(line -> line.contains("java.lang.Thread source: shared objects file"));
    long shared =
        Files.readAllLines(log).stream().filter(line -> line.contains("shared objects")).count();
    assertThat(shared).as("classes from the archives").isGreaterThan(600);
  }
}
