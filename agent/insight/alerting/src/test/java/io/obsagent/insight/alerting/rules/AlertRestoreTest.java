// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.diagnostics.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts over a restart: none of the times below can be had from series alone. */
class AlertRestoreTest {
  private static final String RULES =
      """
      groups:
        - name: g
          rules:
            - alert: Short
              expr: temp > 50
              for: 1m
            - alert: Keeps
              expr: load > 5
              keep_firing_for: 10m
              annotations: {summary: 'load {{ $value }}'}
            - {alert: Twin, expr: temp > 50, labels: {severity: warning}}
            - {alert: Twin, expr: temp > 90, labels: {severity: critical}}
      """;

  @TempDir Path directory;

  @AfterEach
  void noProblems() {
    Problems.clear("data.alerts");
  }

  @Test
  void aShortForGoesOnWhereItWasAndTimeDownDoesNotCount() {
    long end = run(RuleTimeline.START, 3, "temp", 60).now;
    try (RuleTimeline after = open(end + Duration.ofMinutes(20).toMillis())) {
      assertThat(after.step("temp", 60).states()).contains("Short pending");
      assertThat(after.step("temp", 60).states()).contains("Short firing");
    }
  }

  @Test
  void anAlertThatFiredFiresAtOnceSinceThenAndIsToldAgain() {
    RuleTimeline before = run(RuleTimeline.START, 6, "temp", 60);
    try (RuleTimeline after = open(before.now + 60_000)) {
      after.step("temp", 60);
      ActiveAlert alert = alert(after, "Short");
      assertThat(alert.state()).isEqualTo(ActiveAlert.State.FIRING);
      assertThat(alert.activeAt()).isEqualTo(before.at(0));
      assertThat(alert.firedAt()).isEqualTo(before.at(4));
      assertThat(after.sent.stream().map(Alert::name)).containsExactly("Short", "Twin");
    }
  }

  @Test
  void keepFiringForGoesOnWithItsClockValueAndTexts() {
    long end;
    try (RuleTimeline before = open(RuleTimeline.START)) {
      end = before.steps(2, "load", 9).steps(4, "load", 1).now;
    }
    try (RuleTimeline after = open(end)) {
      after.step("load", 1);
      ActiveAlert alert = alert(after, "Keeps");
      assertThat(alert.state()).isEqualTo(ActiveAlert.State.FIRING);
      assertThat(alert.keepFiringSince()).isEqualTo(Instant.ofEpochMilli(end - 60_000));
      assertThat(alert.value()).isEqualTo(9);
      assertThat(alert.annotations()).containsEntry("summary", "load 9");
      after.steps(36, "load", 1);
      assertThat(after.states()).isEmpty();
    }
  }

  @Test
  void anAlertThatEndedMeanwhileIsToldAsResolved() {
    long end = run(RuleTimeline.START, 6, "temp", 60).now;
    try (RuleTimeline after = open(end)) {
      after.step("temp", 10);
      assertThat(after.states()).isEmpty();
      assertThat(after.sent).hasSize(2).allMatch(alert -> alert.isResolved(after.at(7)));
      after.sent.clear();
    }
    try (RuleTimeline again = open(end + 15_000)) {
      assertThat(again.step("temp", 10).sent).isEmpty();
      assertThat(again.steps(4, "temp", 10).sent).hasSize(2);
    }
  }

  @Test
  void rulesOfOneNameKeepTheirOwnAlerts() {
    long end = run(RuleTimeline.START, 3, "temp", 95).now;
    try (RuleTimeline after = open(end)) {
      after.step("temp", 95);
      assertThat(after.rules.alerts())
          .filteredOn(a -> a.labels().get("alertname").equals("Twin"))
          .extracting(ActiveAlert::firedAt)
          .containsOnly(Instant.ofEpochMilli(RuleTimeline.START));
      assertThat(after.sent).noneMatch(alert -> alert.isResolved(Instant.ofEpochMilli(after.now)));
    }
  }

  @Test
  void timesThatLieAheadMoveWithTheClock() {
    run(RuleTimeline.START, 3, "temp", 60);
    long hourBack = RuleTimeline.START - Duration.ofHours(1).toMillis();
    try (RuleTimeline after = open(hourBack)) {
      assertThat(after.step("temp", 60).states()).contains("Short pending", "Twin firing");
      assertThat(after.steps(3, "temp", 60).states()).contains("Short firing");
      assertThat(alert(after, "Short").activeAt())
          .isEqualTo(Instant.ofEpochMilli(hourBack - 30_000));
    }
  }

  @Test
  void afterMoreThanAnHourAlertsStartAnew() {
    long end = run(RuleTimeline.START, 6, "temp", 60).now;
    try (RuleTimeline after = open(end + Duration.ofMinutes(61).toMillis())) {
      assertThat(after.step("temp", 60).states()).contains("Short pending");
    }
  }

  @Test
  void aFileDamagedAtAnyByteStopsNothing() throws IOException {
    long end = run(RuleTimeline.START, 6, "temp", 60).now;
    Path file = directory.resolve("alerts.log");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 29) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      Files.write(file, damaged);
      try (RuleTimeline after = open(end)) {
        assertThat(after.step("temp", 60).states()).hasSize(2);
      }
    }
  }

  @Test
  void aDirectoryThatTakesNothingIsToldOnceAndTriedAgain() throws IOException {
    try (RuleTimeline line = open(RuleTimeline.START)) {
      Path blocker = Files.createDirectories(directory.resolve("alerts.log.new/x")).getParent();
      line.steps(3, "temp", 60);
      assertThat(problems()).hasSize(1).first().asString().contains("alerts.log");
      Files.delete(blocker.resolve("x"));
      Files.delete(blocker);
      line.steps(3, "temp", 60);
      assertThat(problems()).isEmpty();
    }
  }

  private static List<String> problems() {
    return Problems.all().stream().filter(line -> line.contains("alerts.log")).toList();
  }

  private RuleTimeline open(long start) {
    return new RuleTimeline(
        RULES, StoreOptions.defaults(), start, AlertOptions.defaults(), directory);
  }

  /** A timeline that has ended with its process. */
  private RuleTimeline run(long start, int steps, String metric, double value) {
    try (RuleTimeline line = open(start)) {
      return line.steps(steps, metric, value);
    }
  }

  private static ActiveAlert alert(RuleTimeline line, String name) {
    return line.rules.alerts().stream()
        .filter(alert -> alert.labels().get("alertname").equals(name))
        .findFirst()
        .orElseThrow();
  }
}
