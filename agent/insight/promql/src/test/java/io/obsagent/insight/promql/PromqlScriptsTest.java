// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The judge of the language: every {@code eval} of every script in Prometheus' promqltest format is
 * a test. Scripts come from {@code -Dpromqltest.dir}, or else from the project and, where it is
 * present, the shared test data; {@code -Dpromqltest.verbose=true} prints every eval that is
 * skipped.
 *
 * <p>An eval is skipped, with its reason, only if it uses a feature that {@link
 * NotSupportedException} names, or if it does not pass and its query reads or expects native
 * histograms or start timestamps. The engine runs with delayed name removal and without a practical
 * limit, as the engine does that the scripts were written for.
 */
class PromqlScriptsTest {
  /** What became of the evals of one file. */
  private static final class Tally {
    private int evals;
    private int passed;
    private int failed;
    private final Map<String, Integer> skipped = new TreeMap<>();

    String row(String file) {
      StringBuilder reasons = new StringBuilder();
      skipped.forEach(
          (reason, count) ->
              reasons
                  .append(reasons.length() == 0 ? "" : ", ")
                  .append(reason)
                  .append(' ')
                  .append(count));
      return "%-28s %5d %6d %6d   %s".formatted(file, evals, passed, failed, reasons);
    }

    void add(Tally other) {
      evals += other.evals;
      passed += other.passed;
      failed += other.failed;
      other.skipped.forEach((reason, count) -> skipped.merge(reason, count, Integer::sum));
    }
  }

  private static final Map<String, Tally> TALLIES = new LinkedHashMap<>();

  private final ScriptJudge judge =
      new ScriptJudge(
          new Engine(
              EngineOptions.defaults()
                  .withDelayedNameRemoval(true)
                  .withMaxSamples(50_000_000)
                  .withTimeout(Duration.ofSeconds(100), System::nanoTime)));

  @TestFactory
  Stream<DynamicContainer> everyEvalGivesWhatItsScriptExpects() throws Exception {
    List<DynamicContainer> files = new ArrayList<>();
    for (Path file : scripts()) {
      String name = file.getFileName().toString();
      Tally tally = TALLIES.computeIfAbsent(name, key -> new Tally());
      files.add(DynamicContainer.dynamicContainer(name, tests(file, tally)));
    }
    return files.stream();
  }

  private Stream<DynamicTest> tests(Path file, Tally tally) throws IOException {
    List<ScriptEval> evals;
    try {
      evals = TestScript.read(file);
    } catch (RuntimeException e) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "is a script",
              () -> {
                tally.failed++;
                throw e;
              }));
    }
    return evals.stream()
        .map(eval -> DynamicTest.dynamicTest(eval.name(), () -> check(eval, tally)));
  }

  private void check(ScriptEval eval, Tally tally) {
    tally.evals++;
    String reason;
    try {
      reason = judge.judge(eval);
    } catch (Throwable e) {
      tally.failed++;
      throw e;
    }
    if (reason != null) {
      tally.skipped.merge(reason, 1, Integer::sum);
      if (Boolean.getBoolean("promqltest.verbose")) {
        System.out.println("skipped (" + reason + ") " + eval.name());
      }
      abort(reason);
    }
    tally.passed++;
  }

  private static List<Path> scripts() throws IOException, URISyntaxException {
    String directory = System.getProperty("promqltest.dir", "");
    List<Path> directories = new ArrayList<>();
    if (directory.isEmpty()) {
      directories.add(
          Path.of(
              Objects.requireNonNull(PromqlScriptsTest.class.getResource("/promqltest")).toURI()));
      directories.add(Path.of(System.getProperty("test.shared.dir", ""), "data", "promqltest"));
    } else {
      directories.add(Path.of(directory));
    }
    List<Path> scripts = new ArrayList<>();
    for (Path one : directories) {
      if (Files.isDirectory(one)) {
        try (Stream<Path> files = Files.list(one)) {
          files.filter(file -> file.toString().endsWith(".test")).sorted().forEach(scripts::add);
        }
      }
    }
    return scripts;
  }

  @AfterAll
  static void printTable() {
    Tally total = new Tally();
    StringBuilder table = new StringBuilder("\n");
    table.append(
        "%-28s %5s %6s %6s   %s%n".formatted("file", "evals", "passed", "failed", "skipped"));
    TALLIES.forEach(
        (file, tally) -> {
          table.append(tally.row(file)).append('\n');
          total.add(tally);
        });
    System.out.println(table.append(total.row("total")));
  }
}
