// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** JVMs that lack something, or do something unusual: the agent says so and does without. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.obsagent.smoke.safety.Jdk#all")
class OddRuntimeTest {
  private static final String RUNNING = "[obs-agent] 0.1.0 is running";

  private final Jdk jdk;

  OddRuntimeTest(Jdk jdk) {
    this.jdk = jdk;
  }

  private static Outcome runTo(String pattern, Launch launch) throws Exception {
    try (JavaProcess process = launch.start()) {
      process.awaitErr(pattern);
      process.endInput();
      return process.await();
    }
  }

  private void compile(Path directory, String name, String more, String body) throws Exception {
    Path source =
        Files.writeString(
            directory.resolve(name + ".java"),
            "public class "
                + name
                + " { "
                + more
                + " public static void main(String[] arguments) throws Exception { "
                + body
                + " } }");
    Launch javac = Launch.program("" + jdk.tool("javac"), "-d", "" + directory, "" + source);
    assertThat(javac.run().exitCode()).isZero();
  }

  /** As servers do that name their LogManager in their main method. */
  @Test
  void theLogManagerIsTheApplicationsToChoose(@TempDir Path directory) throws Exception {
    compile(
        directory,
        "Late",
        "public static class Mine extends java.util.logging.LogManager {}",
        "java.util.concurrent.ForkJoinPool.commonPool().submit(() -> 1).get();"
            + " System.setProperty(\"java.util.logging.manager\", \"Late$Mine\");"
            + " System.out.println(java.util.logging.LogManager.getLogManager().getClass().getName());");

    Outcome outcome =
        Launch.underAgent(jdk, "-Dobs.server.enabled=false")
            .with("-cp", directory.toString(), "Late")
            .run();

    assertThat(outcome.out()).isEqualTo("Late$Mine\n");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void missingModulesOfTheJdkAreNamedWithTheWayOut(@TempDir Path directory) throws Exception {
    compile(directory, "Idle", "", "while (System.in.read() >= 0) {} System.out.println(\"bye\");");

    Outcome outcome =
        runTo(
            "is running",
            Launch.underAgent(jdk, "--limit-modules", "java.base,java.instrument")
                .with("-cp", directory.toString(), "Idle"));

    assertThat(outcome.out()).isEqualTo("bye\n");
    assertThat(outcome.exitCode()).isZero();
    List<String> lines = outcome.errLines();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("no module java.management", "--add-modules java.management");
    assertThat(lines.get(1)).contains("no module jdk.httpserver", "--add-modules jdk.httpserver");
    assertThat(lines.get(2)).isEqualTo(RUNNING);
  }

  @Test
  void theRecordingOfAnAheadOfTimeCacheIsLeftAlone(@TempDir Path directory) throws Exception {
    if (jdk.version() < 25) {
      System.out.println("skipped: ahead-of-time caches on " + jdk + ": it has none");
    }
    Assumptions.assumeTrue(jdk.version() >= 25);
    Path cache = directory.resolve("plain.aot");

    Outcome recording =
        Launch.underAgent(jdk, "-XX:AOTCacheOutput=" + cache)
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .run();

    assertThat(recording.exitCode()).isEqualTo(7);
    assertThat(recording.err()).containsOnlyOnce("off: this JVM records an ahead-of-time cache");
    assertThat(cache).exists();

    Outcome use =
        Launch.underAgent(jdk, "-XX:AOTCache=" + cache)
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .runUntilAgentRuns();
    assertThat(use.exitCode()).isEqualTo(7);
    assertThat(use.errLines()).singleElement().asString().matches(Launch.RUNNING);
    assertThat(use.out()).contains("hello n=19").doesNotContain("[aot]");
  }

  @Test
  void theApplicationsOwnHttpServerProviderIsNotForTheAgent() throws Exception {
    Outcome outcome =
        Launch.underAgent(jdk, "-Dcom.sun.net.httpserver.HttpServerProvider=not.There")
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .run();
    assertThat(outcome.err()).contains("not.There").doesNotContain("obs-agent] ERROR");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void aSecurityManagerOnTheCommandLineIsNamedWithTheWayOut() throws Exception {
    Assumptions.assumeTrue(jdk.version() < 24, "security managers ended with JDK 24");
    Outcome outcome =
        Launch.underAgent(jdk, "-Djava.security.manager")
            .with("-cp", PlainJar.path(), PlainJar.MAIN, "end")
            .run();
    assertThat(outcome.out()).isEqualTo("bye\n");
    assertThat(outcome.err())
        .containsOnlyOnce("[obs-agent] off: the security manager forbids it")
        .contains("grant the agent's jar java.security.AllPermission");
  }
}
