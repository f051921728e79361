// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads in numbers, task scopes and scoped values, in class files of a preview. */
class VirtualThreadsTest {
  @Test
  void aHundredThousandOfThemEndAsTheyDid(@TempDir Path classes) throws Exception {
    Optional<Jdk> newest = Jdk.all().stream().filter(jdk -> jdk.version() == 25).findFirst();
    if (newest.isEmpty()) {
      System.out.println("skipped: virtual threads in numbers: there is no JDK 25 beside this JDK");
    }
    Assumptions.assumeTrue(newest.isPresent());
    Jdk jdk = newest.get();
    Outcome compiled =
        Launch.program(jdk.tool("javac").toString(), "--release", "25", "--enable-preview")
            .with("-d", classes.toString(), "src/test/java25/VirtualThreads.java")
            .run();
    assertThat(compiled.exitCode()).as(compiled.err()).isZero();

    List<String> program = List.of("--enable-preview", "-cp", "" + classes, "VirtualThreads");
    Outcome before = Launch.java(jdk, program.toArray(new String[0])).run();
    Outcome outcome = Launch.underAgent(jdk, program.toArray(new String[0])).runUntilAgentRuns();

    assertThat(before.out()).isEqualTo("sum 299995\nbye\n");
    assertThat(outcome.out()).isEqualTo(before.out());
    assertThat(outcome.exitCode()).isEqualTo(before.exitCode()).isEqualTo(7);
    assertThat(outcome.errLines()).singleElement().asString().matches(Launch.RUNNING);
  }
}
