// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.BadCollector.Trouble;
import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A back end that is not well costs the application nothing but what it was to get. */
class CollectorTroubleTest {
  private static final int QUEUE = 256;
  private static final int REQUESTS = 2_000;

  /** More than a queue of spans takes, far less than those of all requests. */
  private static final long SPARE_BYTES = 3_000_000;

  private record State(int threads, long heapBytes) {}

  static List<Arguments> troubles() {
    List<Arguments> all = new ArrayList<>();
    for (Jdk jdk : Jdk.all()) {
      for (String exporter : List.of("otlp", "jaeger")) {
        for (Trouble trouble : Trouble.values()) {
          all.add(Arguments.of(exporter, trouble, jdk));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void theApplicationAnswersAllAndTakesNoMoreMemoryOrThreads(
      String exporter, Trouble trouble, Jdk jdk) throws Exception {
    long start = System.nanoTime();
    try (BadCollector collector = new BadCollector(trouble);
        JavaProcess application =
            Launch.underAgent(jdk, "-Xmx128m", "-XX:+UseSerialGC")
                .with("-Dobs.exporter." + exporter + ".endpoint=" + collector.endpoint())
                .with("-Dobs.traces.queue-size=" + QUEUE)
                .with("-Dobs.metrics.export-interval=100ms")
                // Its two threads come ten seconds after the start, which may be in between.
                .with("-Dobs.alerting.enabled=false")
                // Else each answer waits for a delayed acknowledgement.
                .with("-Dsun.net.httpserver.nodelay=true")
                .with("-cp", PlainJar.path(), PlainJar.MAIN, "serve")
                .start()) {
      String base = "http://127.0.0.1:" + application.awaitOut("port (\\d+)").group(1);
      String console = application.awaitErr(Launch.RUNNING).group(1);

      request(base);
      State before = state(base);
      request(base);
      request(base);
      State after = state(base);

      assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 1);
      assertThat(after.heapBytes()).isLessThan(before.heapBytes() + SPARE_BYTES);
      long dropped = Eventually.get("spans dropped and counted", () -> dropped(console));
      assertThat(dropped).isLessThanOrEqualTo(3L * REQUESTS + 10);

      application.endInput();
      Outcome end = application.await();
      assertThat(end.exitCode()).isEqualTo(7);
      assertThat(end.out()).endsWith("bye\n");
      if (trouble != Trouble.HANGING) {
        // What hangs may hang longer than this test.
        assertThat(end.errLines()).hasSizeGreaterThan(1);
      }
      assertFewLines(end, exporter, (System.nanoTime() - start) / 60_000_000_000L);
      if (trouble != Trouble.DOWN) {
        assertThat(collector.connections()).isPositive();
      }
    }
  }

  private static void request(String base) throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      String answer = Http.get(base + "/greet?n=" + i);
      if (!answer.equals("hello n=" + i)) {
        throw new AssertionError(i + ": " + answer);
      }
    }
  }

  private static State state(String base) throws Exception {
    String[] words = Http.get(base + "/state").split(" ");
    return new State(Integer.parseInt(words[0]), Long.parseLong(words[1]));
  }

  private static @org.jspecify.annotations.Nullable Long dropped(String console) throws Exception {
    Matcher series =
        Pattern.compile("(?m)^obs_agent_dropped_total\\{([^}]*)} (\\S+)")
            .matcher(Http.get(console + "metrics"));
    long sum = 0;
    while (series.find()) {
      if (series.group(1).contains("signal=\"traces\"")) {
        sum += (long) Double.parseDouble(series.group(2));
      }
    }
    return sum == 0 ? null : sum;
  }

  /** Our line, and a line a minute for the exporter and for its queue. */
  private static void assertFewLines(Outcome end, String exporter, long minutes) {
    List<String> lines = new ArrayList<>(end.errLines());
    assertThat(lines.removeIf(line -> line.matches(Launch.RUNNING))).isTrue();
    String prefix = "[obs-agent] WARN exporter " + exporter + ": ";
    assertThat(lines).allMatch(line -> line.startsWith(prefix));
    assertThat(lines.stream().filter(line -> line.contains("the queue of")).count())
        .isLessThanOrEqualTo(1 + minutes);
    assertThat(lines.stream().filter(line -> !line.contains("the queue of")).count())
        .isLessThanOrEqualTo(1 + minutes);
  }
}
