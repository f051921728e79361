// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Another agent in the same JVM, in either order. */
class SecondAgentTest {
  private static final String OURS = "-javaagent:" + Launch.AGENT;

  /**
   * @param said what it writes by itself, and when, is its own affair
   */
  private record Peer(String name, String agentArguments, boolean said, List<String> options) {
    String option() {
      Path jar = Path.of("target/peers", name + ".jar").toAbsolutePath();
      return "-javaagent:" + jar + agentArguments;
    }
  }

  private record Case(Peer peer, Jdk jdk) {
    @Override
    public String toString() {
      return peer.name() + " on " + jdk;
    }
  }

  private static final List<Peer> PEERS =
      List.of(
          new Peer(
              "opentelemetry-javaagent",
              "",
              false,
              List.of(
                  "-Dotel.javaagent.logging=none",
                  "-Dotel.traces.exporter=none",
                  "-Dotel.metrics.exporter=none",
                  "-Dotel.logs.exporter=none")),
          new Peer("jacoco", "=output=none", false, List.of()),
          new Peer("aspectjweaver", "", false, List.of()),
          new Peer("spring-instrument", "", false, List.of()),
          new Peer("jmx-exporter", "=0:" + jmxExporterFile(), true, List.of()),
          new Peer(
              "elastic-apm-agent",
              "",
              true,
              List.of("-Delastic.apm.log_level=OFF", "-Delastic.apm.disable_send=true")),
          new Peer(
              "dd-java-agent",
              "",
              true,
              List.of(
                  "-Ddatadog.slf4j.simpleLogger.defaultLogLevel=off",
                  "-Ddd.trace.startup.logs=false",
                  "-Ddd.instrumentation.telemetry.enabled=false",
                  "-Ddd.remote_config.enabled=false",
                  "-Ddd.jmxfetch.enabled=false")));

  private static String jmxExporterFile() {
    try {
      Path file = Files.createDirectories(Path.of("target", "peers")).resolve("jmx-exporter.yaml");
      return Files.writeString(file, "rules: []\n").toAbsolutePath().toString();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** On one JDK in turn, and with {@code -Pmatrix} on each. */
  static List<Case> cases() {
    List<Jdk> jdks = Jdk.all();
    List<Case> cases = new ArrayList<>();
    for (Peer peer : PEERS) {
      if (Boolean.getBoolean("obs.test.matrix")) {
        jdks.forEach(jdk -> cases.add(new Case(peer, jdk)));
      } else {
        cases.add(new Case(peer, jdks.get(cases.size() % jdks.size())));
      }
    }
    return cases;
  }

  private static Launch launch(Case each, String... agents) {
    // Some append to the boot class path, of which the JVM warns unless it shares nothing.
    return Launch.java(each.jdk(), agents)
        .with("-Xshare:off", "-Dobs.server.port=0")
        .with(each.peer().options().toArray(new String[0]))
        .with("-cp", PlainJar.path(), PlainJar.MAIN);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theResultsAreTheSameInEitherOrder(Case each) throws Exception {
    String theirs = each.peer().option();
    Outcome other = launch(each, theirs).run();
    assertThat(other.out()).contains("hello n=19", "bye");
    for (String[] agents : List.of(new String[] {OURS, theirs}, new String[] {theirs, OURS})) {
      Outcome both = launch(each, agents).runUntilAgentRuns();
      assertThat(both.out()).isEqualTo(other.out());
      assertThat(both.exitCode()).isEqualTo(other.exitCode()).isEqualTo(7);
      List<String> lines = new ArrayList<>(both.errLines());
      assertThat(lines.removeIf(line -> line.matches(Launch.RUNNING))).isTrue();
      if (each.peer().said()) {
        assertThat(lines).noneMatch(line -> line.contains("obs"));
      } else {
        assertThat(lines).isEqualTo(other.errLines());
      }
    }
  }
}
