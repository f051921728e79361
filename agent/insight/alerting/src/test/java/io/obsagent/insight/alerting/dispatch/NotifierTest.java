// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.labels.Labels;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierTest {
  private static final Pattern ALERT =
      Pattern.compile("\"status\":\"(\\w+)\",\"labels\":\\{\"alertname\":\"(\\w+)\"");

  private HttpReceiver http;

  @BeforeEach
  void open() throws IOException {
    http = new HttpReceiver();
  }

  @AfterEach
  void close() {
    http.close();
  }

  /** Each notification as "path: firing A, resolved B". */
  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (HttpReceiver.Request request : http.requests) {
      List<String> alerts = new ArrayList<>();
      Matcher matcher = ALERT.matcher(request.body());
      while (matcher.find()) {
        alerts.add(matcher.group(1) + " " + matcher.group(2));
      }
      told.add(request.path() + ": " + String.join(", ", alerts));
    }
    http.requests.clear();
    return told;
  }

  private String config(String route, String more) {
    StringBuilder yaml = new StringBuilder("route:\n" + route.indent(2) + "receivers:\n");
    for (String name : List.of("a", "b", "c")) {
      yaml.append("  - name: ").append(name).append("\n    webhook_configs:\n      - url: ");
      yaml.append(http.url("/" + name)).append('\n');
    }
    return yaml + more;
  }

  private static final String BASIC =
      """
      receiver: a
      group_by: [job]
      group_wait: 30s
      group_interval: 5m
      repeat_interval: 1h
      """;

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void alertsOfAGroupAreToldTogetherAfterTheGroupWait() throws Exception {
    try (Timeline time = new Timeline(config(BASIC, ""))) {
      time.fire("alertname", "A", "job", "x").pass(seconds(10));
      time.fire("alertname", "B", "job", "x").fire("alertname", "C", "job", "y");
      time.pass(seconds(19));
      assertThat(told()).isEmpty();
      time.pass(seconds(1));
      assertThat(told()).containsExactly("/a: firing A, firing B");
      time.pass(seconds(10));
      assertThat(told()).containsExactly("/a: firing C");
    }
  }

  @Test
  void changesWaitForTheGroupIntervalAndRepeatsForTheFirstTickAfterTheirInterval()
      throws Exception {
    try (Timeline time = new Timeline(config(BASIC, ""))) {
      time.fire("alertname", "A", "job", "x").pass(minutes(1));
      assertThat(told()).containsExactly("/a: firing A");
      time.fire("alertname", "B", "job", "x").pass(minutes(4));
      assertThat(told()).isEmpty();
      time.pass(minutes(1));
      assertThat(told()).containsExactly("/a: firing A, firing B");
      time.pass(minutes(59));
      assertThat(told()).isEmpty();
      time.pass(minutes(6));
      assertThat(told()).containsExactly("/a: firing A, firing B");
    }
  }

  @Test
  void anEndIsToldOnceAndAnAlertThatEndsBeforeTheGroupWaitNotAtAll() throws Exception {
    try (Timeline time = new Timeline(config(BASIC, ""))) {
      time.fire("alertname", "A", "job", "x").pass(minutes(1));
      time.resolve("alertname", "A", "job", "x").pass(minutes(30));
      assertThat(told()).containsExactly("/a: firing A", "/a: resolved A");
      time.fire("alertname", "B", "job", "z").pass(seconds(5));
      time.resolve("alertname", "B", "job", "z").pass(minutes(30));
      assertThat(told()).isEmpty();
    }
  }

  @Test
  void anAlertThatNobodySendsAgainEndsAfterTheResolveTimeout() throws Exception {
    try (Timeline time = new Timeline("global: {resolve_timeout: 2m}\n" + config(BASIC, ""))) {
      time.notifier.receive(
          List.of(Alert.firing(Labels.of("alertname", "A"), java.util.Map.of(), time.now)));
      time.pass(minutes(10));
      assertThat(told()).containsExactly("/a: firing A", "/a: resolved A");
    }
  }

  @Test
  void aSourceAlertInhibitsItsTargetsButNotItself() throws Exception {
    String rules =
        """
        inhibit_rules:
          - source_matchers: [severity="critical"]
            target_matchers: [severity=~"critical|warning"]
            equal: [job]
        """;
    try (Timeline time = new Timeline(config(BASIC, rules))) {
      time.fire("alertname", "Big", "job", "x", "severity", "critical");
      time.fire("alertname", "Small", "job", "x", "severity", "warning");
      time.fire("alertname", "Other", "job", "y", "severity", "warning");
      time.pass(minutes(1));
      assertThat(told()).containsExactlyInAnyOrder("/a: firing Big", "/a: firing Other");
      assertThat(time.notifier.alerts())
          .extracting(view -> view.alert().name() + " " + view.mutedBy())
          .containsExactlyInAnyOrder("Big ", "Small inhibited", "Other ");
      time.resolve("alertname", "Big", "job", "x", "severity", "critical").pass(minutes(5));
      assertThat(told()).containsExactly("/a: resolved Big, firing Small");
    }
  }

  @Test
  void silencesMuteWhileTheyLastAndCanBeExpired() throws Exception {
    try (Timeline time = new Timeline(config(BASIC, ""))) {
      Instant end = time.now.plus(minutes(60));
      Silence silence = time.notifier.silence("alertname=~\"A.*\"", time.now, end, "eve", "known");
      time.fire("alertname", "A1", "job", "x").fire("alertname", "B", "job", "x");
      time.pass(minutes(1));
      assertThat(told()).containsExactly("/a: firing B");
      assertThat(time.notifier.expireSilence(silence.id())).isTrue();
      assertThat(time.notifier.expireSilence(silence.id())).isFalse();
      time.pass(minutes(5));
      assertThat(told()).containsExactly("/a: firing A1, firing B");
      assertThatThrownBy(
              () ->
                  time.notifier.silence(
                      "job=~\".*\"", time.now, time.now.plus(minutes(9)), "e", ""))
          .hasMessageContaining("does not match the empty text");
    }
  }

  @Test
  void routesAreMutedInTheirTimeIntervalsAndMaintenanceWindows() throws Exception {
    String route = BASIC + "routes: [{receiver: b, mute_time_intervals: [night]}]\n";
    String more =
        """
        time_intervals:
          - name: night
            time_intervals: [{times: [{start_time: "08:00", end_time: "09:00"}]}]
        maintenance_windows:
          - {name: sunday, weekday: monday, start: "09:00", duration: 30m, matchers: [job="x"]}
        """;
    try (Timeline time = new Timeline(config(route, more))) {
      time.fire("alertname", "A", "job", "x").fire("alertname", "B", "job", "y");
      time.pass(minutes(59));
      assertThat(told()).isEmpty();
      time.pass(minutes(10));
      assertThat(told()).containsExactly("/b: firing B");
      time.pass(minutes(30));
      assertThat(told()).containsExactly("/b: firing A");
    }
  }

  @Test
  void anUnacknowledgedGroupEscalatesAndAnAcknowledgedOneIsNeitherEscalatedNorRepeated()
      throws Exception {
    String route =
        BASIC
            + "escalation: [{after: 0m, to: a}, {after: 7m, unless: acked, to: b}, "
            + "{after: 3h, to: c}]\n";
    try (Timeline time = new Timeline(config(route, ""))) {
      time.fire("alertname", "A", "job", "x").pass(minutes(7));
      assertThat(told()).containsExactly("/a: firing A");
      time.pass(seconds(30));
      assertThat(told()).containsExactly("/b: firing A");
      time.resolve("alertname", "A", "job", "x").pass(minutes(10));
      assertThat(told()).containsExactly("/a: resolved A", "/b: resolved A");

      time.fire("alertname", "B", "job", "z").pass(minutes(1));
      String fingerprint = time.notifier.alerts().get(0).alert().fingerprintHex();
      assertThat(time.notifier.acknowledge(fingerprint, "eve", "on it")).isTrue();
      time.pass(Duration.ofHours(2));
      assertThat(told()).containsExactly("/a: firing B");
      time.pass(Duration.ofHours(2));
      assertThat(told()).containsExactly("/c: firing B");
    }
  }

  @Test
  void whoIsOnCallChangesByTheWeek() throws Exception {
    String more =
        """
        schedules:
          - name: ops
            start: 2026-01-05T09:00
            weeks: [b, c]
            overrides: [{from: 2026-01-05T10:00, to: 2026-01-05T11:00, receiver: a}]
        """;
    try (Timeline time =
        new Timeline(config(BASIC.replace("receiver: a", "receiver: ops"), more))) {
      time.pass(minutes(70));
      time.fire("alertname", "A", "job", "1").pass(minutes(1));
      time.pass(minutes(60));
      time.fire("alertname", "B", "job", "2").pass(minutes(1));
      // Who takes over is told what still fires.
      assertThat(told()).containsExactly("/b: firing A", "/a: firing A", "/a: firing B");
      time.pass(minutes(2));
      time.resolve("alertname", "A", "job", "1").resolve("alertname", "B", "job", "2");
      time.pass(Duration.ofDays(7));
      http.requests.clear();
      time.fire("alertname", "C", "job", "3").pass(minutes(1));
      assertThat(told()).containsExactly("/c: firing C");
    }
  }

  @Test
  void nothingIsToldTwiceAfterARestartAndAnEndInBetweenIsStillTold(@TempDir Path directory)
      throws Exception {
    String yaml = config(BASIC, "");
    Silence silence;
    try (Timeline time = new Timeline(yaml, directory)) {
      time.fire("alertname", "A", "job", "x").pass(minutes(1));
      silence = time.notifier.silence("job=\"q\"", time.now, time.now.plus(minutes(99)), "e", "c");
    }
    assertThat(told()).containsExactly("/a: firing A");
    try (Timeline time = new Timeline(yaml, directory)) {
      time.fire("alertname", "A", "job", "x").pass(minutes(9));
      assertThat(told()).isEmpty();
      assertThat(time.notifier.silences()).extracting(Silence::id).containsExactly(silence.id());
      time.resolve("alertname", "A", "job", "x").pass(minutes(9));
      assertThat(told()).containsExactly("/a: resolved A");
    }
  }

  @Test
  void stateOpensAgainAfterBeingCutAtAnyByte(@TempDir Path directory) throws Exception {
    String yaml = config(BASIC, "");
    try (Timeline time = new Timeline(yaml, directory)) {
      time.fire("alertname", "A", "job", "x").pass(minutes(1));
      time.notifier.silence("job=\"q\"", time.now, time.now.plus(minutes(99)), "e", "c");
    }
    byte[] whole = Files.readAllBytes(directory.resolve("notify.log"));
    for (int length = whole.length - 1; length >= 0; length -= 7) {
      try (RandomAccessFile file =
          new RandomAccessFile(directory.resolve("notify.log").toFile(), "rw")) {
        file.setLength(length);
      }
      try (Timeline time = new Timeline(yaml, directory)) {
        assertThat(time.notifier.problem()).isEmpty();
        assertThat(time.notifier.silences()).isEmpty();
      }
    }
  }

  @Test
  void twoAgentsOnOneDirectoryBothWorkAndTheSecondSaysSo(@TempDir Path directory) throws Exception {
    try (Timeline first = new Timeline(config(BASIC, ""), directory);
        Timeline second = new Timeline(config(BASIC, ""), directory)) {
      assertThat(first.notifier.problem()).isEmpty();
      assertThat(second.notifier.problem()).contains("another agent has it");
      second.fire("alertname", "A", "job", "x").pass(minutes(1));
      assertThat(told()).containsExactly("/a: firing A");
    }
  }

  @Test
  void aFailingReceiverIsTriedAgainWithGrowingDelaysAndThenGivenUpUntilTheNextInterval()
      throws Exception {
    String route = BASIC.replace("5m", "1h");
    String more = "delivery: {retry_attempts: 2, retry_delay: 1m}\n";
    try (Timeline time = new Timeline(config(route, more))) {
      http.status = 503;
      time.fire("alertname", "A", "job", "x").pass(seconds(30));
      assertThat(told()).hasSize(1);
      time.pass(minutes(1));
      assertThat(told()).hasSize(1);
      time.pass(minutes(1));
      assertThat(told()).isEmpty();
      time.pass(minutes(1));
      assertThat(told()).hasSize(1);
      time.pass(minutes(30));
      assertThat(told()).isEmpty();
      assertThat(count(time, "dead_letter")).isEqualTo(1);
      http.status = 200;
      time.pass(minutes(30));
      assertThat(told()).containsExactly("/a: firing A");
      assertThat(count(time, "sent")).isEqualTo(1);
    }
  }

  private static double count(Timeline time, String outcome) {
    return time.notifier.collect().get(0).points().stream()
        .filter(point -> point.labelValues().equals(List.of("a", "webhook", outcome)))
        .mapToDouble(point -> ((io.obsagent.spi.metrics.MetricFamily.NumberPoint) point).value())
        .sum();
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (Timeline time = new Timeline(config(BASIC, ""))) {
      http.status = 302;
      http.location = http.url("/elsewhere");
      time.fire("alertname", "A", "job", "x").pass(minutes(1));
      assertThat(told()).containsExactly("/a: firing A");
      assertThat(count(time, "dead_letter")).isEqualTo(1);
    }
  }

  @Test
  void moreThanTheRateLimitWaits() throws Exception {
    try (Timeline time = new Timeline(config(BASIC, "delivery: {rate_limit_per_minute: 6}\n"))) {
      for (int i = 0; i < 10; i++) {
        time.fire("alertname", "A", "job", "j" + i);
      }
      time.pass(seconds(30));
      assertThat(told()).hasSize(6);
      time.pass(seconds(20));
      assertThat(told()).hasSize(2);
      time.pass(minutes(1));
      assertThat(told()).hasSize(2);
    }
  }

  @Test
  void aReceiverThatHangsDelaysNobodyElse() throws Exception {
    String yaml =
        config(
            BASIC.replace("30s", "0s") + "routes: [{receiver: c, continue: true}, {receiver: a}]\n",
            "");
    NotifyConfig config =
        NotifyConfig.parse("alertmanager.yml", yaml.replace(http.url("/c"), http.url("/hang")));
    try (Notifier notifier = new Notifier(config, null, "", InstantSource.system())) {
      notifier.start();
      notifier.receive(
          List.of(Alert.firing(Labels.of("alertname", "A"), java.util.Map.of(), Instant.now())));
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (http.requests.size() < 2 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(told()).containsExactlyInAnyOrder("/hang: firing A", "/a: firing A");
    }
  }

  @Test
  void aNewConfigurationTakesOverWithoutTellingAgain() throws Exception {
    try (Timeline time = new Timeline(config(BASIC, ""))) {
      time.fire("alertname", "A", "job", "x").pass(minutes(1));
      String changed = config(BASIC, "delivery: {timeout: 5s}\n");
      time.notifier.reload(NotifyConfig.parse("alertmanager.yml", changed));
      time.pass(minutes(20));
      assertThat(told()).containsExactly("/a: firing A");
      time.notifier.reload(
          NotifyConfig.parse("x.yml", config(BASIC.replace("receiver: a", "receiver: b"), "")));
      time.pass(minutes(1));
      assertThat(told()).containsExactly("/b: firing A");
    }
  }

  @Test
  void boundsHoldAgainstAFloodOfAlerts() throws Exception {
    try (Timeline time = new Timeline(config(BASIC.replace("[job]", "['...']"), ""))) {
      List<Alert> flood = new ArrayList<>();
      for (int i = 0; i < AlertStore.MAX_ALERTS + 500; i++) {
        flood.add(
            Alert.firing(Labels.of("alertname", "A", "n", "" + i), java.util.Map.of(), time.now));
      }
      time.notifier.receive(flood);
      assertThat(time.notifier.alerts()).hasSize(AlertStore.MAX_ALERTS);
    }
  }

  @Test
  void aDayOfAlertingRunsInMilliseconds() throws Exception {
    try (Timeline time = new Timeline(config(BASIC.replace("1h", "4h"), ""))) {
      for (int hour = 0; hour < 24; hour++) {
        for (int alert = 0; alert < 50; alert++) {
          time.fire("alertname", "A" + alert, "job", "x");
        }
        time.pass(minutes(60));
      }
      // The first, and one at the first tick after each four hours.
      assertThat(told()).hasSize(6);
    }
  }
}
