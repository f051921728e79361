// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed while it writes, and the one after it. */
class KilledProcessTest {
  private static final int ALERTS = 3;
  private static final int FIELDS = 5;

  @Test
  void alertsAndSeriesOutliveAKillInTheMiddleOfWriting(@TempDir Path directory) throws Exception {
    List<String> before = run(directory, RuleTimeline.START, 3, 200);
    // The very last line may be cut off.
    String[] last = before.get(before.size() - 2).split(" ");
    long killedAt = Long.parseLong(last[0]);
    long restartedAt = killedAt + 60_000;
    List<String> after = run(directory, restartedAt, 0, 3);
    assertThat(Integer.parseInt(after.get(0)))
        .as("samples of the last ten minutes")
        .isBetween(37, 39);
    String[] first = after.get(1).split(" ");
    assertThat(first).hasSize(1 + ALERTS * FIELDS);
    // Time down does not count as pending; the evaluation that the kill cut off may have counted.
    assertThat(Long.parseLong(first[3]))
        .isBetween(RuleTimeline.START + 15_000, RuleTimeline.START + 45_000);
    last[3] = first[3];
    last[0] = first[0];
    assertThat(first).isEqualTo(last);
    assertThat(first[7]).isEqualTo("FIRING");
    assertThat(first[15]).isNotEqualTo("null");
  }

  /** Kills after some lines; gives all that were written. */
  private static List<String> run(Path directory, long start, int high, int lines)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                directory.toString(),
                Long.toString(start),
                Integer.toString(high))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> read = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null) {
        read.add(line);
        if (read.size() == lines) {
          process.toHandle().destroyForcibly();
        }
        line = out.readLine();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return read;
  }
}
