// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.spi.cli.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SloCommandsTest {
  private static final String RIGHT =
      """
      objectives:
        - {name: answered, target: 99.9}
        - {name: fast, threshold: 300ms, target: 95, group_by: [route], period: 7d}
        - {name: free, condition: "sum(workers_idle) > 0", target: 99, period: month}
        - {name: share, error_ratio: "1 - avg(avg_over_time(stock_ratio[{{.window}}]))", target: 90}
      """;

  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private int run(Command command, String... arguments) {
    return command.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void exitCodesAreThoseOfTheOtherCommands() throws IOException {
    String right = file("right.yml", RIGHT);
    String wrong = file("wrong.yml", "objectives: [{name: a, target: 99}, {name: b}]");
    for (Command command :
        List.of(new SloCommands.Validate(), new SloCommands.Generate(), new SloCommands.Report())) {
      assertThat(run(command, right)).isEqualTo(Command.OK);
      assertThat(run(command, right, wrong)).isEqualTo(Command.FINDINGS);
      assertThat(run(command)).isEqualTo(Command.USAGE);
      assertThat(run(command, "--nothing", right)).isEqualTo(Command.USAGE);
      assertThat(run(command, wrong, directory.resolve("none.yml").toString()))
          .isEqualTo(Command.UNREADABLE);
      assertThat(run(command, directory.resolve("*.none.yml").toString()))
          .isEqualTo(Command.UNREADABLE);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("wrong.yml:1: 'target' is missing; it is in percent, as in 99.9")
        .contains("none.yml: cannot be read: there is no such file");
  }

  @Test
  void whatIsGeneratedIsWhatPromtoolAccepts() throws Exception {
    Path promtool =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
            .map(each -> Path.of(each, "promtool"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(promtool != null, "there is no promtool on the path");
    String right = file("right.yml", RIGHT);
    assertThat(run(new SloCommands.Generate(), right)).isEqualTo(Command.OK);
    String rules = file("rules.yml", out.toString(StandardCharsets.UTF_8));
    Process check =
        new ProcessBuilder(promtool.toString(), "check", "rules", rules)
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
    assertThat(said).contains("SUCCESS: 68 rules found");
  }

  @Test
  void theTableTellsBudgetsAndWhenAnOutagePages() throws IOException {
    run(new SloCommands.Report(), file("right.yml", RIGHT));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "OBJECTIVE  TYPE          TARGET  PERIOD  BUDGET  OUTAGE PAGES AFTER",
            "answered   availability  99.9 %  30d     43m12s  52s",
            "fast       latency       95 %    1w      8h24m   10m5s",
            "free       threshold     99 %    month   7h12m   8m38s",
            "share      ratio         90 %    30d     3d      1h26m24s");
  }

  @Test
  void theTableTellsWhatAnAgentHasCounted() throws IOException {
    Path data = directory.resolve("data");
    Objective objective = Shop.objective("{name: answered, target: 99.9}").of("web");
    Instant start = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 300 * 300 - 7200);
    try (Shop shop = new Shop(data, start, objective)) {
      shop.run(Duration.ofMinutes(90), 95, 5);
      assertThat(run(new SloCommands.Report(), "--data=" + data, file("right.yml", RIGHT)))
          .isEqualTo(Command.FINDINGS);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("web-answered  BREACHED  99.9 %  95.000 %  ");
    assertThat(run(new SloCommands.Report(), "--data=" + directory, file("right.yml", RIGHT)))
        .isEqualTo(Command.UNREADABLE);
  }

  @Test
  void whatAnotherSystemHasCountedIsTakenOver() throws IOException {
    Path data = directory.resolve("data");
    String right = file("right.yml", RIGHT);
    long slot = Instant.now().getEpochSecond() / 300;
    StringBuilder csv = new StringBuilder("time,events,bad\n");
    for (int i = 200; i > 0; i--) {
      csv.append(i % 2 == 0 ? Instant.ofEpochSecond((slot - i) * 300) : (slot - i) * 300);
      csv.append(",1000,").append(i % 10 == 0 ? 5 : 0).append('\n');
    }
    String counts = file("counts.csv", csv.toString());
    SloImport command = new SloImport();
    String[] all = {"--data=" + data, "--service=web", "answered", counts, right};
    assertThat(run(command, all)).isEqualTo(Command.OK);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("200 slots of 'web-answered' were taken over\n");
    // Not twice.
    assertThat(run(command, all)).isEqualTo(Command.FINDINGS);
    Objective objective = Shop.objective("{name: answered, target: 99.9}").of("web");
    try (Shop shop = new Shop(data, Instant.ofEpochSecond(slot * 300), objective)) {
      shop.run(Duration.ofMinutes(5), 100, 0);
      assertThat(shop.attainment().sum().bad()).isEqualTo(100);
      assertThat(shop.attainment().sum().total()).isEqualTo(202_000);
      assertThat(shop.attainment().status()).isEqualTo(Attainment.Status.OK);
      assertThat(shop.report().projection().hours()).isPositive();
      // Nor while somebody else writes there.
      assertThat(run(command, all)).isEqualTo(Command.UNREADABLE);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("counts of 'web-answered' of that time are there already");
  }

  @Test
  void countsThatMakeNoSenseAreToldWithTheirPlace() throws IOException {
    String right = file("right.yml", RIGHT);
    SloImport command = new SloImport();
    String data = "--data=" + directory.resolve("data");
    for (String line :
        List.of("soon,1,1", "2001-01-01T00:00:00Z,1", "1000,2,3", "9999999999,2,1", "1000,1,1,1")) {
      String counts = file("counts.csv", "1000,1,1\n" + line);
      assertThat(run(command, data, "answered", counts, right)).isEqualTo(Command.FINDINGS);
    }
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(5)
        .allMatch(line -> line.contains("counts.csv:2: expected time,events,bad as in "));
    String counts = file("counts.csv", "1000,1,1");
    assertThat(run(command, data, "none", counts, right)).isEqualTo(Command.FINDINGS);
    assertThat(run(command, data, "fast", counts, right)).isEqualTo(Command.FINDINGS);
    assertThat(run(command, data, "answered", "none.csv", right)).isEqualTo(Command.UNREADABLE);
    assertThat(run(command, "answered", counts, right)).isEqualTo(Command.USAGE);
  }
}
