// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed in the middle of a period loses its last slot, and nothing else: neither
 * events that it was told nor incidents that it has found.
 */
class KilledObjectiveTest {
  private static final Pattern COUNTED =
      Pattern.compile("\"goodEvents\":(\\d+),\"badEvents\":(\\d+)");

  private static final String SECRET = "a secret of the test";

  private static final String OBJECTIVES =
      """
      objectives:
        - {name: greetings, target: 90, period: 1h, min_events: 1}
      """;

  @TempDir private Path directory;

  /** Good and bad events. */
  private record Counted(long good, long bad) {
    Counted plus(long more, long moreBad) {
      return new Counted(good + more, bad + moreBad);
    }
  }

  private JavaProcess start() throws IOException {
    return Launch.underAgent(
            Jdk.all().get(0),
            "-Dobs.service.name=shop",
            "-Dobs.evaluation.interval=1s",
            "-Dobs.slo.files=" + directory.resolve("slo.yml"),
            "-Dobs.data.directory=" + directory.resolve("data"),
            "-Dobs.events.generic.secret=" + SECRET,
            "-cp",
            PlainJar.path(),
            PlainJar.MAIN,
            "serve")
        .start();
  }

  private static String base(JavaProcess application) throws Exception {
    return "http://127.0.0.1:" + application.awaitOut("port (\\d+)").group(1);
  }

  private static void serve(String base, int good, int bad) throws Exception {
    for (int i = 0; i < good; i++) {
      assertThat(Http.get(base + "/greet?" + i)).startsWith("hello");
    }
    for (int i = 0; i < bad; i++) {
      assertThat(Http.status(base + "/fail")).isEqualTo(500);
    }
  }

  private static Counted counted(String console) throws Exception {
    String report = Http.get(console + "monitoring/sla/error-budget/greetings");
    Matcher counts = COUNTED.matcher(report);
    assertThat(counts.find()).as(report).isTrue();
    return new Counted(Long.parseLong(counts.group(1)), Long.parseLong(counts.group(2)));
  }

  private static void await(String console, Counted wanted) throws Exception {
    Eventually.get(wanted + " reported", () -> counted(console).equals(wanted) ? wanted : null);
  }

  /** What the files hold, as whoever has only them sees it. */
  private String filed() throws Exception {
    return Launch.java(Jdk.all().get(0), "-jar", Launch.AGENT.toString())
        .with("slo", "report", "--data=" + directory.resolve("data"))
        .with(directory.resolve("slo.yml").toString())
        .run()
        .out();
  }

  private static long told(String console, String status) throws Exception {
    String events = Http.get(console + "monitoring/events?type=incident");
    return Pattern.compile(
            "\"id\":\"agent:incident:[^\"]*:" + status + "\"[^}]*\"title\":\"ObjectiveBroken")
        .matcher(events)
        .results()
        .count();
  }

  @Test
  void anIncidentOfABrokenObjectiveLastsOverAKill() throws Exception {
    Files.writeString(directory.resolve("slo.yml"), OBJECTIVES);
    try (JavaProcess application = start()) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      serve(base(application), 20, 20);
      Eventually.get("an incident", () -> told(console, "opened") == 1 ? true : null);
      assertThat(Http.get(console + "monitoring/sla/error-budget/greetings"))
          .containsPattern(
              "\"worstExceptions\":\\[\\{\"labels\":\\{\"error_type\":\"500\",[^}]*},\"badEvents\":20}")
          .contains(
              "\"incidents\":[{\"title\":\"ObjectiveBroken: shop-greetings: ErrorBudgetBurn\"");
    }
    try (JavaProcess application = start()) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      assertThat(Http.get(console + "monitoring/sla/error-budget/greetings"))
          .contains(
              "\"incidents\":[{\"title\":\"ObjectiveBroken: shop-greetings: ErrorBudgetBurn\"");
      serve(base(application), 400, 0);
      // The page ends within its window of a minute.
      Eventually.get("its end", () -> told(console, "resolved") == 1 ? true : null);
      assertThat(told(console, "opened")).isEqualTo(1);
    }
  }

  @Test
  void nothingIsLostButTheLastSlot() throws Exception {
    Files.writeString(directory.resolve("slo.yml"), OBJECTIVES);
    Counted first = new Counted(40, 5);
    try (JavaProcess application = start()) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      String base = base(application);
      serve(base, 40, 5);
      await(console, first);
      // A slot of this period is over within a quarter of a minute.
      Eventually.get("the slot filed", () -> filed().matches("(?s).* 5 +45 .*") ? true : null);
      serve(base, 7, 3);
      await(console, first.plus(7, 3));
    } // Killed: nothing of its own runs any more.
    Counted kept;
    try (JavaProcess application = start()) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      kept = counted(console);
      assertThat(kept.good()).isBetween(first.good(), first.good() + 7);
      assertThat(kept.bad()).isBetween(first.bad(), first.bad() + 3);
      serve(base(application), 11, 2);
      await(console, kept.plus(11, 2));
      application.terminate();
      application.await();
    }
    try (JavaProcess application = start()) {
      // One that ends by itself loses nothing at all.
      assertThat(counted(application.awaitErr(Launch.RUNNING).group(1)))
          .isEqualTo(kept.plus(11, 2));
    }
  }

  private static String tell(String console, String id) throws Exception {
    return Http.send(
        console + "monitoring/events/generic",
        SECRET,
        "{\"type\": \"deployment\", \"id\": \"" + id + "\", \"service\": \"shop\"}");
  }

  private static long deliveries(String console) throws Exception {
    return Pattern.compile("\"id\":\"generic:deployment:")
        .matcher(Http.get(console + "monitoring/events?type=deployment&limit=1000"))
        .results()
        .count();
  }

  /** What was taken is on disk before its sender is told so. */
  @Test
  void noEventThatWasTakenIsLostAndNoneCountsTwice() throws Exception {
    Files.writeString(directory.resolve("slo.yml"), OBJECTIVES);
    try (JavaProcess application = start()) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      for (int i = 0; i < 50; i++) {
        assertThat(tell(console, "d" + i)).contains("\"accepted\":1");
      }
      assertThat(deliveries(console)).isEqualTo(50);
    } // Killed right after the last.
    try (JavaProcess application = start()) {
      String console = application.awaitErr(Launch.RUNNING).group(1);
      assertThat(deliveries(console)).isEqualTo(50);
      assertThat(tell(console, "d49")).contains("\"accepted\":0,\"known\":1");
      assertThat(tell(console, "d50")).contains("\"accepted\":1");
      assertThat(Http.get(console + "monitoring/dora?range=90d")).contains("\"deployments\":51,");
    }
  }
}
