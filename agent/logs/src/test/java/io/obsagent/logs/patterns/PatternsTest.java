// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternsTest {
  private static final long START = 1_700_000_100_000L;
  private static final long STEP = Trend.STEP_MILLIS;

  private final TestMetrics metrics = new TestMetrics();
  private final List<Event> events = new ArrayList<>();
  private final Patterns patterns =
      new Patterns(metrics, events::add, KnownPatterns.in(""), START + 10);

  private static FinishedLog log(long millis, Severity severity, String body) {
    return new FinishedLog(
        millis * 1_000_000,
        millis * 1_000_000,
        severity.number(),
        severity.name(),
        body,
        "logback",
        "com.acme.Shop",
        1,
        2,
        3,
        (byte) 1,
        null,
        Map.of("thread.name", "main"),
        severity == Severity.ERROR ? "java.io.IOException" : null,
        null,
        null,
        100);
  }

  private void add(long millis, Severity severity, String body) {
    patterns.add(log(millis, severity, body), null);
  }

  private List<String> templates() {
    return patterns.within(START, 12).stream().map(Patterns.View::template).toList();
  }

  @Test
  void whatIsAlikeButForParametersIsOnePattern() {
    for (int i = 0; i < 30; i++) {
      add(
          START,
          Severity.INFO,
          "Order " + i + " of customer bob" + (char) ('a' + i % 20) + " paid");
    }
    for (int i = 0; i < 20; i++) {
      add(START, Severity.INFO, "Connected to db" + i + ".example:5432 (attempt " + i + ")");
    }
    add(START, Severity.INFO, "Shutting down");

    assertThat(templates())
        .containsExactly(
            "Order <*> of customer <*> paid", "Connected to <*> (attempt <*>)", "Shutting down");
    assertThat(patterns.within(START, 12).get(0).count()).isEqualTo(30);
  }

  @Test
  void whatTheFrameworkCallsAParameterIsOne() {
    patterns.add(log(START, Severity.INFO, "User bob has left"), "User {} has left");
    patterns.add(log(START, Severity.INFO, "User eve has left"), "User {} has left");

    assertThat(templates()).containsExactly("User <*> has left");
  }

  @Test
  void wordsThatNoDigitGivesAwayAreFoundByWhatIsAround() {
    add(START, Severity.INFO, "Cache warmed for region europe in total");
    add(START, Severity.INFO, "Cache warmed for region asia in total");
    add(START, Severity.INFO, "Cache cleared");

    assertThat(templates())
        .containsExactly("Cache warmed for region <*> in total", "Cache cleared");
  }

  @Test
  void theSameWordsAtAnotherSeverityAreAnotherPattern() {
    add(START, Severity.WARN, "No answer");
    add(START, Severity.ERROR, "No answer");

    assertThat(patterns.within(START, 12).stream().map(Patterns.View::severity))
        .containsExactlyInAnyOrder("WARN", "ERROR");
  }

  @Test
  void anErrorOfANewKindIsAnEventOnceAndEarlyOnesAreTakenAsKnown() {
    add(START, Severity.ERROR, "Known failure 1");
    add(START + 20, Severity.ERROR, "Known failure 2");
    add(START + 20, Severity.WARN, "New warning");
    assertThat(events).isEmpty();

    add(START + 30, Severity.ERROR, "Brand new failure of 17");
    add(START + 40, Severity.ERROR, "Brand new failure of 18");

    assertThat(events).hasSize(1);
    Event event = events.get(0);
    assertThat(event.type()).isEqualTo("log_pattern");
    assertThat(event.title()).isEqualTo("New error in the log: Brand new failure of <*>");
    assertThat(event.attributes())
        .containsEntry("logger", "com.acme.Shop")
        .containsEntry("exception", "java.io.IOException")
        .containsEntry("trace_id", "00000000000000010000000000000002");
    assertThat(metrics.total("log_new_error_patterns_total")).isEqualTo(1);
  }

  @Test
  void countsAreOfTheTimeThatIsAskedFor() {
    add(START - 13 * STEP, Severity.INFO, "Tick");
    add(START - 2 * STEP, Severity.INFO, "Tick");
    add(START, Severity.INFO, "Tick");
    add(START, Severity.INFO, "Tick");

    Patterns.View hour = patterns.within(START, 12).get(0);
    assertThat(hour.trend()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2);
    assertThat(hour.count()).isEqualTo(3);
    assertThat(hour.firstMillis()).isEqualTo(START - 13 * STEP);
    assertThat(hour.lastMillis()).isEqualTo(START);
    assertThat(patterns.within(START, 1).get(0).count()).isEqualTo(2);
    assertThat(patterns.within(START, 288).get(0).count()).isEqualTo(4);
    assertThat(patterns.within(START + 300 * STEP, 288)).isEmpty();
  }

  @Test
  void noStreamOfMessagesGrowsWithoutBound() {
    for (int i = 0; i < 20_000; i++) {
      String word = Integer.toString(i, 36).replaceAll("[0-9]", "_");
      add(START, Severity.INFO, word + " " + word + " " + word.repeat(i % 3));
      add(
          START,
          Severity.INFO,
          "same start " + word + " " + word + word + " x" + word + " y" + word);
    }
    add(START, Severity.INFO, "x".repeat(100_000) + " " + "y ".repeat(10_000));
    add(START, Severity.INFO, "");
    add(START, Severity.INFO, "\n\n");

    assertThat(patterns.within(START, 12).size()).isBetween(2, Patterns.MOST);
    assertThat(templates()).allSatisfy(template -> assertThat(template).hasSizeLessThan(10_000));
  }

  @Test
  void whatAnEarlierProcessHasSeenIsNotNew(@TempDir Path directory) throws Exception {
    KnownPatterns known = KnownPatterns.in(directory.resolve("data").toString());
    Patterns before = new Patterns(metrics, events::add, known, START);
    before.add(log(START + 20, Severity.ERROR, "payment of 17 failed"), null);
    before.add(log(START + 20, Severity.INFO, "payment of 17 done"), null);
    assertThat(events).hasSize(1);
    Path file = directory.resolve("data/log-patterns.txt");
    Files.writeString(file, "\n17", StandardOpenOption.APPEND); // torn

    Patterns after = new Patterns(metrics, events::add, known, START);
    assertThat(after.within(START + 30, 1)).isEmpty();
    after.add(log(START + 30, Severity.ERROR, "payment of 18 failed"), null);
    after.add(log(START + 31, Severity.ERROR, "no route to the warehouse"), null);

    assertThat(events).hasSize(2);
    assertThat(events.get(1).attributes()).containsEntry("template", "no route to the warehouse");
    assertThat(after.within(START + 40, 1))
        .extracting(Patterns.View::count, Patterns.View::firstMillis)
        .containsExactlyInAnyOrder(tuple(1L, START + 30), tuple(1L, START + 31));
  }

  @Test
  void theFileOfKnownPatternsHasABound(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("log-patterns.txt");
    Files.writeString(
        file,
        IntStream.range(0, 3 * KnownPatterns.MOST)
            .mapToObj(i -> "17\tkind" + "x".repeat(i % 50) + " of" + i)
            .collect(Collectors.joining("\n")));

    List<String> told = new ArrayList<>();
    KnownPatterns.in(directory.toString()).forEach((severity, template) -> told.add(template));

    assertThat(told).hasSize(KnownPatterns.MOST);
    assertThat(Files.readAllLines(file)).hasSize(KnownPatterns.MOST);
  }
}
