// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The application prints the same and ends the same, and the agent says one line. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.obsagent.smoke.safety.Jdk#all")
class UnchangedApplicationTest {
  private static final Map<Jdk, Outcome> WITHOUT_AGENT = new ConcurrentHashMap<>();

  private final Jdk jdk;

  UnchangedApplicationTest(Jdk jdk) {
    this.jdk = jdk;
  }

  private Outcome withoutAgent() throws Exception {
    Outcome known = WITHOUT_AGENT.get(jdk);
    if (known == null) {
      known = Launch.java(jdk, "-cp", PlainJar.path(), PlainJar.MAIN).run();
      assertThat(known.exitCode()).isEqualTo(7);
      assertThat(known.out()).contains("hello n=19", "hello post and more", "IOException", "bye");
      assertThat(known.err()).isEmpty();
      WITHOUT_AGENT.put(jdk, known);
    }
    return known;
  }

  private void assertSameResult(Outcome outcome) throws Exception {
    assertThat(outcome.out()).isEqualTo(withoutAgent().out());
    assertThat(outcome.exitCode()).isEqualTo(withoutAgent().exitCode());
  }

  private void assertSameResultAndOneLine(Launch launch) throws Exception {
    Outcome outcome = launch.runUntilAgentRuns();
    assertSameResult(outcome);
    assertThat(outcome.errLines()).singleElement().asString().matches(Launch.RUNNING);
  }

  @Test
  void anApplicationOnTheClassPathIsUnchanged() throws Exception {
    assertSameResultAndOneLine(Launch.underAgent(jdk, "-cp", PlainJar.path(), PlainJar.MAIN));
  }

  @Test
  void everyClassPassesTheVerifier() throws Exception {
    assertSameResultAndOneLine(
        Launch.underAgent(jdk, "-XX:+UnlockDiagnosticVMOptions")
            .with("-XX:+BytecodeVerificationLocal", "-XX:+BytecodeVerificationRemote")
            .with("-cp", PlainJar.path(), PlainJar.MAIN));
  }

  @Test
  void anApplicationInANamedModuleIsUnchanged() throws Exception {
    assertSameResultAndOneLine(
        Launch.underAgent(jdk, "-p", PlainJar.path(), "-m", PlainJar.MODULE + "/" + PlainJar.MAIN));
  }

  @Test
  void anAgentGivenTwiceRunsOnce() throws Exception {
    Outcome outcome =
        Launch.underAgent(jdk, "-javaagent:" + Launch.AGENT)
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .runUntilAgentRuns();
    assertSameResult(outcome);
    assertThat(outcome.err())
        .containsOnlyOnce("is running")
        .containsOnlyOnce("is already running in this JVM; the second one stays off");
    assertThat(outcome.errLines()).hasSize(2);
  }

  @Test
  void badOptionsAreNamedOneLineEach() throws Exception {
    Outcome outcome =
        Launch.underAgent(jdk, "-Dobs.traces.queue-size=banana", "-Dobs.traces.exportr=logging")
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .runUntilAgentRuns();
    assertSameResult(outcome);
    assertThat(outcome.errLines()).hasSize(3).allMatch(line -> line.startsWith("[obs-agent] "));
    assertThat(outcome.err())
        .containsPattern("traces.queue-size.*banana")
        .containsPattern("traces.exportr.*did you mean .*traces.exporter");
  }

  @Test
  void aConfigurationFileThatIsNotYamlIsNamedWithItsLine(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("wrong.yaml"), "a: 1\nb: [\n}: 3\n");
    Outcome outcome =
        Launch.underAgent(jdk, "-Dobs.config.file=" + file)
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .runUntilAgentRuns();
    assertSameResult(outcome);
    assertThat(outcome.errLines()).hasSize(2);
    assertThat(outcome.err()).contains("wrong.yaml:3");
  }

  @Test
  void aConfigurationFileThatCannotBeReadIsNamed() throws Exception {
    // The administrator may read everything else.
    Path file = Path.of("/proc/self/mem");
    if (!Files.exists(file)) {
      System.out.println("skipped: an unreadable configuration file: there is no " + file);
    }
    Assumptions.assumeTrue(Files.exists(file));
    Outcome outcome =
        Launch.underAgent(jdk, "-Dobs.config.file=" + file)
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .runUntilAgentRuns();
    assertSameResult(outcome);
    assertThat(outcome.errLines()).hasSize(2);
    assertThat(outcome.err()).contains("mem: cannot be read");
  }

  @Test
  void aTakenPortIsNamedInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Launch launch =
          Launch.java(jdk, "-javaagent:" + Launch.AGENT)
              .with("-Dobs.server.port=" + taken.getLocalPort())
              .with("-cp", PlainJar.path(), PlainJar.MAIN);
      try (JavaProcess process = launch.start()) {
        process.awaitErr("is running");
        process.endInput();
        Outcome outcome = process.await();
        assertSameResult(outcome);
        assertThat(outcome.errLines()).hasSize(2);
        assertThat(outcome.errLines().get(0))
            .startsWith("[obs-agent] WARN ")
            .contains("" + taken.getLocalPort());
      }
    }
  }

  @Test
  void aWorkingDirectoryThatCannotBeWrittenIsEnough() throws Exception {
    Path directory = Path.of("/proc");
    if (!Files.isDirectory(directory)) {
      System.out.println("skipped: a read-only working directory: there is no " + directory);
    }
    Assumptions.assumeTrue(Files.isDirectory(directory));
    assertSameResultAndOneLine(
        Launch.underAgent(jdk, "-cp", PlainJar.path(), PlainJar.MAIN).in(directory));
  }

  @Test
  void theWorkingDirectoryStaysAsItWas(@TempDir Path directory) throws Exception {
    assertSameResultAndOneLine(
        Launch.underAgent(jdk, "-cp", PlainJar.path(), PlainJar.MAIN).in(directory));
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aDisabledAgentLoadsItsLauncherOnly(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("classes.log");
    Outcome outcome =
        Launch.underAgent(jdk, "-Dobs.enabled=false", "-Xlog:class+load:file=" + log)
            .with("-cp", PlainJar.path(), PlainJar.MAIN)
            .run();
    assertSameResult(outcome);
    assertThat(outcome.err()).isEmpty();
    assertThat(Files.readAllLines(log).stream().filter(line -> line.contains("obs-agent.jar")))
        .singleElement()
        .asString()
        .contains("io.obsagent.bootstrap.ObsAgent source");
    assertThat(Files.readString(log)).doesNotContain("io.obsagent.core", "ObsDispatcher");
  }

  @Test
  void anApplicationThatEndsDuringTheStartOfTheAgentIsUnchanged() throws Exception {
    Outcome outcome = Launch.underAgent(jdk, "-cp", PlainJar.path(), PlainJar.MAIN).run();
    assertSameResult(outcome);
    Outcome atOnce = Launch.underAgent(jdk, "-cp", PlainJar.path(), PlainJar.MAIN, "end").run();
    assertThat(atOnce.out()).isEqualTo("bye\n");
    assertThat(atOnce.exitCode()).isEqualTo(7);
    assertThat(outcome.err() + atOnce.err())
        .matches("(" + Launch.RUNNING + "\n){0,2}")
        .doesNotContain("could not");
  }

  @Test
  void toolsOfTheJdkAreLeftAlone(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("classes.log");
    for (List<String> tool :
        List.of(List.of("javac", "-version"), List.of("jcmd", "-h"), List.of("keytool", "-help"))) {
      String program = jdk.tool(tool.get(0)).toString();
      Outcome before = Launch.program(program, tool.get(1)).run();
      Outcome outcome =
          Launch.program(program, tool.get(1))
              .environment(
                  "JAVA_TOOL_OPTIONS",
                  "-javaagent:" + Launch.AGENT + " -Xlog:class+load:file=" + log)
              .run();
      assertThat(outcome.out()).isEqualTo(before.out());
      assertThat(outcome.exitCode()).isEqualTo(before.exitCode());
      List<String> lines = new ArrayList<>(outcome.errLines());
      assertThat(lines.remove(0)).startsWith("Picked up JAVA_TOOL_OPTIONS");
      assertThat(lines).isEqualTo(before.errLines());
      assertThat(Files.readString(log)).doesNotContain("io.obsagent.core");
    }
  }
}
