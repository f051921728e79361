// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.plain.ThreadsApplication;
import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent weaves the JDK's threads while they start and end. */
class AttachToThreadsTest {
  private static final Pattern TRACE_ID = Pattern.compile("\"trace_?[iI]d\": ?\"([0-9a-f]{32})\"");

  @ParameterizedTest
  @MethodSource("io.obsagent.smoke.safety.Jdk#all")
  void eachWayToStartAThreadKeepsTheTraceFromThenOn(Jdk jdk, @TempDir Path directory)
      throws Exception {
    Path spans = directory.resolve("spans.jsonl");
    Launch launch = Launch.java(jdk);
    if (jdk.version() >= 21) {
      launch.with("-XX:+EnableDynamicAgentLoading");
    }
    String main = ThreadsApplication.class.getName();
    try (JavaProcess application = launch.with("-cp", "target/test-classes", main).start()) {
      MatchResult said = application.awaitOut("port (\\d+) ways (\\d+)");
      String start = "http://127.0.0.1:" + said.group(1) + "/start";
      String ways = said.group(2);
      assertThat(Http.get(start)).isEqualTo(ways);
      Outcome attach =
          Launch.java(jdk, "-jar", Launch.AGENT.toString())
              .with("attach", "" + application.pid(), "server.port=0", "traces.exporter=logging")
              .with("exporter.logging.output=" + spans)
              .run();
      assertThat(attach.exitCode()).as(attach.err()).isZero();
      application.awaitErr(Launch.RUNNING);

      // The request, and for each thread its call and the request that serves it.
      int whole = 1 + 2 * Integer.parseInt(ways);
      Eventually.get(
          "a trace of " + whole + " spans",
          () -> {
            assertThat(Http.get(start)).isEqualTo(ways);
            boolean there = Files.exists(spans) && tracesOf(spans).containsValue(whole);
            return there ? true : null;
          });
      application.endInput();
      Outcome end = application.await();
      assertThat(end.out()).endsWith("ways " + ways + "\nbye\n");
      assertThat(end.exitCode()).isEqualTo(7);
      assertThat(end.errLines()).singleElement().asString().matches(Launch.RUNNING);
    }
  }

  /** Trace ids to numbers of spans. */
  private static Map<String, Integer> tracesOf(Path spans) throws Exception {
    Map<String, Integer> traces = new HashMap<>();
    List<String> lines = Files.readAllLines(spans);
    for (String line : lines) {
      Matcher matcher = TRACE_ID.matcher(line);
      if (matcher.find()) {
        traces.merge(matcher.group(1), 1, Integer::sum);
      }
    }
    return traces;
  }
}
