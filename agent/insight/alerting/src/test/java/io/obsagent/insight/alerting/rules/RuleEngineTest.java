// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.series.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleEngineTest {
  private static final String HOT = "groups: [{name: g, rules: [{alert: Hot, expr: temp > 50%s}]}]";

  @Test
  void anAlertIsPendingUntilForHasPassedThenFires() {
    RuleTimeline line = line(", for: 1m");
    assertThat(line.step("temp", 60).states()).containsExactly("Hot pending");
    assertThat(line.steps(3, "temp", 60).states()).containsExactly("Hot pending");
    assertThat(line.step("temp", 60).states()).containsExactly("Hot firing");
    assertThat(line.rules.alerts().get(0).activeAt()).isEqualTo(line.at(0));
    assertThat(line.rules.alerts().get(0).firedAt()).isEqualTo(line.at(4));
  }

  @Test
  void withoutForItFiresAtOnceAndAForBelowTheIntervalAtTheNextEvaluation() {
    assertThat(line("").step("temp", 60).states()).containsExactly("Hot firing");
    RuleTimeline line = line(", for: 1s");
    assertThat(line.step("temp", 60).states()).containsExactly("Hot pending");
    assertThat(line.step("temp", 60).states()).containsExactly("Hot firing");
  }

  @Test
  void aPendingAlertThatNoLongerMatchesIsForgottenAtOnce() {
    RuleTimeline line = line(", for: 1m").step("temp", 60).step("temp", 40);
    assertThat(line.states()).isEmpty();
    line.steps(4, "temp", 60);
    assertThat(line.states()).containsExactly("Hot pending");
    assertThat(line.sent).isEmpty();
  }

  @Test
  void keepFiringForKeepsAFiringAlertButNotAPendingOne() {
    RuleTimeline line = line(", for: 15s, keep_firing_for: 1m");
    line.step("temp", 60).step("temp", 40);
    assertThat(line.states()).isEmpty();
    line.steps(2, "temp", 60);
    assertThat(line.states()).containsExactly("Hot firing");
    line.steps(4, "temp", 40);
    assertThat(line.states()).containsExactly("Hot firing");
    line.step("temp", 40);
    assertThat(line.states()).isEmpty();
  }

  @Test
  void notANumberStillCountsAsAnElement() {
    RuleTimeline line =
        new RuleTimeline("groups: [{name: g, rules: [{alert: A, expr: temp * 1}]}]");
    assertThat(line.step("temp", Double.NaN).states()).containsExactly("A firing");
  }

  @Test
  void twoElementsWithTheSameLabelsAreAnErrorAndNothingIsSent() {
    RuleTimeline line =
        new RuleTimeline(
            "groups: [{name: g, rules: [{alert: A, expr: temp, labels: {room: all}}]}]");
    line.step("temp{room=\"1\"}", 1, "temp{room=\"2\"}", 1);
    assertThat(line.rule("A").lastError())
        .isEqualTo("vector contains metrics with the same labelset after applying alert labels");
    assertThat(line.rule("A").health()).isEqualTo(RuleStatus.Health.ERROR);
    assertThat(line.sent).isEmpty();
  }

  @Test
  void overTheLimitAllAlertsOfTheRuleAreDropped() {
    RuleTimeline line =
        new RuleTimeline("groups: [{name: g, limit: 1, rules: [{alert: A, expr: temp > 0}]}]");
    line.step("temp{room=\"1\"}", 1);
    assertThat(line.states()).hasSize(1);
    line.step("temp{room=\"1\"}", 1, "temp{room=\"2\"}", 1);
    assertThat(line.states()).isEmpty();
    assertThat(line.rule("A").lastError()).isEqualTo("exceeded limit of 1 with 2 alerts");
  }

  @Test
  void alertsAreWrittenAsSeriesThatEndWithThem() {
    RuleTimeline line = line(", for: 15s");
    line.steps(3, "temp", 60).step("temp", 40);
    List<Double> forState = line.values("ALERTS_FOR_STATE", RuleTimeline.START, line.now);
    assertThat(forState.get(0)).isEqualTo(RuleTimeline.START / 1000.0);
    assertThat(Samples.isStale(forState.get(forState.size() - 1))).isTrue();
    List<Double> alerts = line.values("ALERTS", RuleTimeline.START, line.now);
    assertThat(alerts.stream().filter(value -> value == 1)).hasSize(2);
    assertThat(alerts.stream().filter(Samples::isStale)).hasSize(1);
  }

  @Test
  void aRuleSeesWhatTheOneBeforeItRecordedInTheSameCycle() {
    RuleTimeline line =
        new RuleTimeline(
            """
            groups:
              - name: g
                labels: {team: core}
                rules:
                  - {record: "temp:double", expr: temp * 2}
                  - alert: Hot
                    expr: temp:double > 100
                    annotations: {summary: '{{ $labels.team }} {{ $value }}'}
            """);
    line.step("temp", 60);
    assertThat(line.rules.alerts().get(0).annotations()).containsEntry("summary", "core 120");
  }

  @Test
  void aFiringAlertIsSentAtOnceThenEachMinuteAndAResolvedOneForAQuarterOfAnHour() {
    RuleTimeline line = line("").steps(5, "temp", 60);
    assertThat(line.sent).hasSize(2);
    Alert first = line.sent.get(0);
    assertThat(first.startsAt()).isEqualTo(line.at(0));
    assertThat(first.endsAt()).isEqualTo(line.at(0).plus(Duration.ofMinutes(4)));
    line.sent.clear();
    line.step("temp", 40);
    assertThat(line.sent).hasSize(1);
    assertThat(line.sent.get(0).endsAt()).isEqualTo(line.at(5));
    line.steps(4 * 20, "temp", 40);
    assertThat(line.sent).hasSize(16);
    assertThat(line.sent).allMatch(alert -> line.at(5).equals(alert.endsAt()));
  }

  @Test
  void anAlertThatComesBackIsANewOne() {
    RuleTimeline line = line("").step("temp", 60).step("temp", 40).step("temp", 60);
    assertThat(line.sent).hasSize(3);
    assertThat(line.sent.get(2).startsAt()).isEqualTo(line.at(2));
  }

  @Test
  void switchingARuleOffResolvesItsAlerts() {
    RuleTimeline line = line("").step("temp", 60);
    assertThat(line.rules.enable("Hot", false)).isTrue();
    assertThat(line.step("temp", 60).states()).isEmpty();
    assertThat(line.sent.get(1).endsAt()).isEqualTo(line.at(1));
    line.rules.enable("Hot", true);
    assertThat(line.step("temp", 60).states()).containsExactly("Hot firing");
    assertThat(line.rules.enable("Cold", false)).isFalse();
  }

  @Test
  void aReloadKeepsTheStateOfRulesThatStay() {
    RuleTimeline line = line(", for: 1m").steps(3, "temp", 60);
    line.rules.load(RuleTimeline.groups(HOT.formatted(", for: 1m, annotations: {a: b}")));
    line.steps(2, "temp", 60);
    assertThat(line.states()).containsExactly("Hot firing");
    line.rules.load(List.of());
    assertThat(line.step("temp", 60).states()).isEmpty();
    assertThat(line.values("ALERTS", line.now - 15_000, line.now).stream().filter(v -> v == 1))
        .isEmpty();
  }

  @Test
  void aTestAlertLooksLikeTheRulesOwnAndIsMarked() {
    RuleTimeline line = line(", labels: {severity: page}");
    assertThat(line.rules.test("Hot", line.now)).hasSize(1);
    assertThat(line.sent.get(0).labels().toString())
        .isEqualTo("{alertname=\"Hot\", severity=\"page\", test=\"true\"}");
    assertThat(line.rules.test("Cold", line.now)).isEmpty();
  }

  @Test
  void pendingTimeIsTakenUpAgainAfterARestart(@TempDir Path directory) {
    long end;
    String yaml = HOT.formatted(", for: 30m");
    try (RuleTimeline before =
        new RuleTimeline(
            yaml, RuleTimeline.in(directory), RuleTimeline.START, AlertOptions.defaults())) {
      end = before.steps(61, "temp", 60).now;
    }
    long restart = end + Duration.ofMinutes(20).toMillis();
    try (RuleTimeline after =
        new RuleTimeline(yaml, RuleTimeline.in(directory), restart, AlertOptions.defaults())) {
      after.steps(59, "temp", 60);
      assertThat(after.states()).containsExactly("Hot pending");
      assertThat(after.steps(2, "temp", 60).states()).containsExactly("Hot firing");
    }
  }

  @Test
  void anAlertThatFiredBeforeARestartFiresAgainAtOnceUnlessTheOutageWasTooLong(
      @TempDir Path directory) {
    long end;
    String yaml = HOT.formatted(", for: 10m");
    try (RuleTimeline before =
        new RuleTimeline(
            yaml, RuleTimeline.in(directory), RuleTimeline.START, AlertOptions.defaults())) {
      end = before.steps(50, "temp", 60).now;
      assertThat(before.states()).containsExactly("Hot firing");
    }
    try (RuleTimeline after =
        new RuleTimeline(
            yaml, RuleTimeline.in(directory), end + 120_000, AlertOptions.defaults())) {
      assertThat(after.steps(2, "temp", 60).states()).containsExactly("Hot firing");
      end = after.now;
    }
    try (RuleTimeline late =
        new RuleTimeline(
            yaml,
            RuleTimeline.in(directory),
            end + Duration.ofMinutes(61).toMillis(),
            AlertOptions.defaults())) {
      assertThat(late.steps(2, "temp", 60).states()).containsExactly("Hot pending");
    }
  }

  @Test
  void aDayOfAlertingRunsInMilliseconds() {
    RuleTimeline line = line(", for: 5m");
    long begin = System.nanoTime();
    for (int hour = 0; hour < 24; hour++) {
      line.steps(200, "temp", 40).steps(40, "temp", 60);
    }
    System.out.printf(
        "rules: a day of alerting in %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    assertThat(line.sent.stream().map(Alert::startsAt).distinct()).hasSize(24);
  }

  private static RuleTimeline line(String more) {
    return new RuleTimeline(HOT.formatted(more));
  }
}
