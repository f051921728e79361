// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Classes that the agent makes the JVM load before anything is asked of it, its own and those of
 * the JDK, lambdas included: each costs time at the start and memory for good. A budget that is
 * exceeded asks whether what is new is needed from the start.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.obsagent.smoke.safety.Jdk#all")
class LoadedClassesTest {
  /** An alert fires within it and its text is made, and the API is asked. */
  private static final int WITH_ALERTING = 1_735;

  /** The same without a file of the user's; a rule with a text of parts fires on a busy machine. */
  private static final int OWN_RULES = 1_650;

  private static final int WITHOUT_INSIGHT = 880;

  private final Jdk jdk;

  LoadedClassesTest(Jdk jdk) {
    this.jdk = jdk;
  }

  private static long classes(Path log) throws Exception {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" source: ")).count();
    }
  }

  private long withoutAgent(Path directory) throws Exception {
    Path log = directory.resolve("none.log");
    Launch.java(jdk, "-Xlog:class+load:file=" + log, "-cp", PlainJar.path(), PlainJar.MAIN).run();
    return classes(log);
  }

  private Launch underAgent(Path log, String... options) {
    return Launch.underAgent(jdk, "-Xlog:class+load:file=" + log)
        .with(options)
        .with("-cp", PlainJar.path(), PlainJar.MAIN);
  }

  private void assertBudget(String what, long classes, int budget) {
    System.out.println("[classes] " + jdk + ", " + what + ": " + classes + ", budget " + budget);
    assertThat(classes).as(what).isBetween(100L, (long) budget);
  }

  @Test
  void theStartStaysWithinItsBudget(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("agent.log");

    underAgent(log, "-Dobs.alerting.enabled=false").runUntilAgentRuns();

    assertThat(Files.readString(log))
        .as("nobody has chosen an exporter")
        .doesNotContain(".HttpSender ");
    assertBudget("without insight", classes(log) - withoutAgent(directory), WITHOUT_INSIGHT);
  }

  @Test
  void theAgentsOwnRulesStayWithinTheirBudgetAndNeedNoYaml(@TempDir Path directory)
      throws Exception {
    Path log = directory.resolve("agent.log");

    awaitAlert(underAgent(log), "Watchdog");

    assertThat(Files.readString(log)).doesNotContain(" org.snakeyaml.");
    assertBudget("with its own rules", classes(log) - withoutAgent(directory), OWN_RULES);
  }

  @Test
  void alertingStaysWithinItsBudget(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("agent.log");
    // Of the agent's own rules one with a text of parts fires on a busy machine only; here always.
    Path rules = directory.resolve("rules.yml");
    Files.writeString(
        rules,
        """
        groups:
          - name: all
            rules:
              - alert: Always
                expr: vector(1)
                annotations: {summary: '{{ printf "%.0f" $value }} %'}
        """);
    awaitAlert(underAgent(log, "-Dobs.alerting.rule-files=" + rules), "Always");

    assertThat(Files.readString(log))
        .as("the port is asked, the console is closed")
        .contains(".console.Router ")
        .doesNotContain(
            ".console.UiRoutes ",
            ".console.IndexRoute ",
            ".console.StyleRoute ",
            ".console.Diagnosis ",
            ".jvm.Profiler ");
    assertBudget("with alerting", classes(log) - withoutAgent(directory), WITH_ALERTING);
  }

  private static void awaitAlert(Launch launch, String name) throws Exception {
    try (JavaProcess process = launch.start()) {
      String page = process.awaitErr(Launch.RUNNING).group(1);
      // The first question begins the first cycle, which looks at what there is by then.
      process.awaitOut("(?m)^java\\.io\\.");
      String alerts = page.replaceFirst("(//[^/]+).*", "$1") + "/api/v1/alerts";
      Eventually.get("an alert", () -> Http.get(alerts).contains(name) ? Boolean.TRUE : null);
      process.endInput();
      process.await();
    }
  }
}
