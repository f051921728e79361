// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.cli.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Objectives as a table in the terminal. */
final class ReportTable {
  private ReportTable() {}

  /** What may be spent, and how soon a total outage pages. */
  static int budgets(List<Objective> objectives, PrintStream out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("OBJECTIVE", "TYPE", "TARGET", "PERIOD", "BUDGET", "OUTAGE PAGES AFTER"));
    for (Objective objective : objectives) {
      Duration page = BurnWindow.of(objective).get(0).delay(objective.budget());
      rows.add(
          List.of(
              objective.id(),
              objective.type(),
              Attainment.percent(objective.target()) + " %",
              objective.period().toString(),
              duration(objective.period().length().toMillis() * objective.budget()),
              duration(page.toMillis())));
    }
    print(rows, out);
    return Command.OK;
  }

  private static String duration(double millis) {
    return PromDuration.format(Duration.ofSeconds(Math.round(millis / 1000)));
  }

  /**
   * What was attained, by what an agent has counted.
   *
   * @return {@link Command#FINDINGS} if an objective is not met
   * @throws IOException if there is nothing in the directory
   */
  static int attained(List<Objective> objectives, Path directory, PrintStream out)
      throws IOException {
    Path log = directory.resolve("slo.log");
    if (!Files.exists(log)) {
      throw new NoSuchFileException(log.toString());
    }
    // A copy, for the agent that has it may be at work.
    Path copy = Files.createTempDirectory("obs-slo");
    try {
      Files.copy(log, copy.resolve("slo.log"));
      try (SlotLog read = new SlotLog(copy)) {
        return attained(objectives, read, out);
      }
    } finally {
      for (String name : List.of("slo.log", "slo.lock")) {
        Files.deleteIfExists(copy.resolve(name));
      }
      Files.deleteIfExists(copy);
    }
  }

  private static int attained(List<Objective> objectives, SlotLog log, PrintStream out) {
    Instant now = Instant.now();
    int code = Command.OK;
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("OBJECTIVE", "STATUS", "TARGET", "ATTAINED", "BAD", "EVENTS", "BUDGET LEFT"));
    for (Objective objective : objectives) {
      for (SlotLog.Key key : log.keys(objective)) {
        Tally tally = new Tally(key.group(), objective.period(), Duration.ofSeconds(15));
        log.restore(key, tally);
        Attainment attained = Attainment.of(objective, tally, now);
        if (attained.status() == Attainment.Status.BREACHED) {
          code = Command.FINDINGS;
        }
        rows.add(
            List.of(
                key.id() + (key.group().isEmpty() ? "" : " " + key.group()),
                attained.status().name(),
                Attainment.percent(objective.target()) + " %",
                percent(attained.ratio()),
                String.valueOf(attained.sum().bad()),
                String.valueOf(attained.sum().total()),
                percent(attained.remaining())));
      }
    }
    print(rows, out);
    return code;
  }

  private static String percent(double ratio) {
    return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.3f %%", 100 * ratio);
  }

  private static void print(List<List<String>> rows, PrintStream out) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
