// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.events.store.EventStore;
import io.obsagent.insight.events.store.IncidentThread;
import io.obsagent.insight.labels.Labels;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.event.Event;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthComponent.Traffic;
import io.obsagent.spi.health.HealthComponent.Weight;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found without anybody telling. */
class WatchesTest {
  private static final Map<String, String> SHOP =
      Map.of("service.name", "shop", "deployment.environment.name", "qa", "host.name", "pod-1");

  @TempDir Path directory;
  private EventStore store;
  private HealthStatus readiness = HealthStatus.HEALTHY;
  private final Supplier<List<HealthComponent>> health =
      () -> List.of(component("database", readiness, Weight.READINESS));

  @BeforeEach
  void begin() {
    store = EventStore.open(directory);
    Health.add(health);
  }

  @AfterEach
  void end() {
    Health.remove(health);
    store.close();
  }

  private void restart() {
    store.close();
    store = EventStore.open(directory);
  }

  private static HealthComponent component(String name, HealthStatus status, Weight weight) {
    return new HealthComponent(name, "check", status, "because", 0, weight, Traffic.NONE);
  }

  private List<Event> events(String type) {
    return store.select(event -> event.type().equals(type));
  }

  private List<String> statuses(String type) {
    return events(type).stream()
        .map(event -> event.attribute("release") + event.attribute("status"))
        .toList();
  }

  private DeploymentWatch start(String version, String commit, long at) {
    return new DeploymentWatch(
        store, new AppVersion(version, commit, commit.isEmpty() ? 0 : 500), SHOP, at);
  }

  @Test
  void aDeploymentIsCompleteWhenReadinessFirstHolds() {
    readiness = HealthStatus.UNKNOWN;
    DeploymentWatch watch = start("1.0", "", 1_000);
    watch.cycle(2_000, () -> true);
    assertThat(statuses("deployment")).containsExactly("1.0started");
    readiness = HealthStatus.HEALTHY;
    watch.cycle(3_000, () -> false);
    assertThat(statuses("deployment")).hasSize(1);
    watch.cycle(4_000, () -> true);
    readiness = HealthStatus.UNHEALTHY;
    watch.cycle(5_000, () -> true);
    readiness = HealthStatus.HEALTHY;
    watch.cycle(6_000, () -> true);
    assertThat(statuses("deployment")).containsExactly("1.0started", "1.0success");
    assertThat(events("deployment").get(1).epochMillis()).isEqualTo(4_000);
    assertThat(events("deployment").get(1).attributes())
        .containsEntry("service", "shop")
        .containsEntry("environment", "qa")
        .containsEntry("instance", "pod-1");
  }

  @Test
  void withoutAnyCheckItIsCompleteWithTheFirstRequestOrInTime() {
    Health.remove(health);
    DeploymentWatch watch = start("1.0", "", 1_000);
    watch.cycle(9_000, () -> true);
    assertThat(statuses("deployment")).containsExactly("1.0started");
    Supplier<List<HealthComponent>> served =
        () ->
            List.of(
                new HealthComponent(
                    "requests",
                    "requests",
                    HealthStatus.UNKNOWN,
                    "",
                    0,
                    Weight.NORMAL,
                    new Traffic(1, 0, Double.NaN, 0, 0)));
    Health.add(served);
    watch.cycle(10_000, () -> true);
    Health.remove(served);
    assertThat(events("deployment").get(1).epochMillis()).isEqualTo(10_000);
    // What is no server is never asked.
    DeploymentWatch batch = start("1.1", "", 20_000);
    batch.cycle(139_000, () -> true);
    batch.cycle(140_000, () -> true);
    assertThat(events("deployment").get(3).epochMillis()).isEqualTo(140_000);
  }

  @Test
  void theSameVersionAgainIsNoDeployment() {
    start("1.0", "", 1_000).cycle(2_000, () -> true);
    restart();
    start("1.0", "", 9_000).cycle(10_000, () -> true);
    assertThat(events("deployment")).hasSize(2);
    restart();
    start("1.1", "", 20_000).cycle(21_000, () -> true);
    assertThat(statuses("deployment"))
        .containsExactly("1.0started", "1.0success", "1.1started", "1.1success");
    assertThat(events("deployment").get(3).attribute("previous")).isEqualTo("1.0");
  }

  @Test
  void aVersionThatNeverBecameReadyIsTriedAnew() {
    start("1.0", "", 1_000).cycle(2_000, () -> false);
    restart();
    start("1.0", "", 9_000).cycle(10_000, () -> true);
    assertThat(statuses("deployment")).containsExactly("1.0started", "1.0started", "1.0success");
  }

  @Test
  void goingBackToAnEarlierVersionIsRework() {
    start("1.0", "", 1_000).cycle(2_000, () -> true);
    start("1.1", "", 3_000).cycle(4_000, () -> true);
    start("1.0", "", 5_000).cycle(6_000, () -> true);
    assertThat(events("deployment").get(5).attributes())
        .containsEntry("rollback", "true")
        .containsEntry("rework", "true")
        .containsEntry("previous", "1.1");
    assertThat(events("deployment").get(3).attributes()).doesNotContainKey("rework");
  }

  @Test
  void aBuildsCommitIsAChange() {
    start("1.0", "9f2c1d7e0011", 1_000).cycle(2_000, () -> true);
    assertThat(events("change")).hasSize(1);
    assertThat(events("change").get(0).epochMillis()).isEqualTo(500);
    assertThat(events("deployment").get(1).attribute("commit")).isEqualTo("9f2c1d7e0011");
  }

  private static Alert alert(String name, Instant start) {
    return Alert.firing(
        Labels.of("alertname", name, "severity", "critical"), Map.of("summary", "It is."), start);
  }

  @Test
  void aCriticalAlertIsAnIncidentFromItsBeginToItsEnd() {
    Instant start = Instant.ofEpochMilli(1_000);
    IncidentWatch watch = new IncidentWatch(store, SHOP, 0);
    for (int i = 0; i < 3; i++) {
      watch.receive(alert("Down", start), start.plusSeconds(i));
    }
    assertThat(statuses("incident")).containsExactly("opened");
    assertThat(events("incident").get(0).title()).isEqualTo("Down: It is.");
    Alert ended = alert("Down", start).endingAt(Instant.ofEpochMilli(8_000));
    watch.receive(ended, Instant.ofEpochMilli(7_000));
    assertThat(events("incident")).hasSize(1);
    watch.receive(ended, Instant.ofEpochMilli(9_000));
    watch.receive(ended, Instant.ofEpochMilli(10_000));
    assertThat(statuses("incident")).containsExactly("opened", "resolved");
    assertThat(events("incident").get(1).epochMillis()).isEqualTo(8_000);
    Instant later = Instant.ofEpochMilli(8_001).plusMillis(IncidentThread.AGAIN_MILLIS);
    watch.receive(alert("Down", later), later);
    assertThat(statuses("incident")).containsExactly("opened", "resolved", "opened");
    assertThat(events("incident").get(2).attribute("subject"))
        .isNotEqualTo(events("incident").get(0).attribute("subject"));
  }

  @Test
  void anAlertThatFiresAgainSoonIsTheSameIncident() {
    IncidentWatch watch = new IncidentWatch(store, SHOP, 0);
    for (int i = 0; i < 3; i++) {
      Instant start = Instant.ofEpochMilli(1_000 + 60_000L * i);
      watch.receive(alert("Down", start), start);
      Instant end = start.plusSeconds(20);
      watch.receive(alert("Down", start).endingAt(end), end);
      restart();
      watch = new IncidentWatch(store, SHOP, end.toEpochMilli());
    }
    assertThat(statuses("incident"))
        .containsExactly("opened", "resolved", "opened", "resolved", "opened", "resolved");
    assertThat(events("incident"))
        .extracting(event -> event.attribute("subject"))
        .containsOnly(events("incident").get(0).attribute("subject"));
    assertThat(events("incident"))
        .extracting(event -> event.attribute("reopened"))
        .containsExactly("", "", "true", "", "true", "");
    Map<String, Double> counts = counts(new IncidentCounts(store, () -> Instant.EPOCH));
    assertThat(counts)
        .isEqualTo(Map.of("incidents_total opened", 1.0, "incidents_total resolved", 1.0));
  }

  private static Map<String, Double> counts(IncidentCounts counts) {
    Map<String, Double> values = new TreeMap<>();
    for (MetricFamily family : counts.collect()) {
      for (MetricFamily.Point point : family.points()) {
        assertThat(point.labelValues()).startsWith("shop", "qa").hasSize(3);
        values.put(family.name() + " " + point.labelValues().get(2), ((NumberPoint) point).value());
      }
    }
    return values;
  }

  @Test
  void incidentsOfSecurityAreCountedByThemselves() {
    Instant[] now = {Instant.ofEpochMilli(1_000)};
    IncidentCounts counts = new IncidentCounts(store, () -> now[0]);
    assertThat(counts(counts)).isEmpty();
    IncidentWatch watch = new IncidentWatch(store, SHOP, 0);
    watch.receive(alert("Down", now[0]), now[0]);
    Labels labels = Labels.of("alertname", "Scan", "severity", "critical", "category", "security");
    Alert scan = Alert.firing(labels, Map.of(), now[0]);
    watch.receive(scan, now[0]);
    // A series begins at nothing, so that an increase can be seen.
    assertThat(counts(counts))
        .isEqualTo(Map.of("incidents_total opened", 0.0, "security_incidents_total opened", 0.0));
    now[0] = now[0].plusSeconds(61);
    assertThat(counts(counts))
        .isEqualTo(Map.of("incidents_total opened", 2.0, "security_incidents_total opened", 1.0));
    watch.receive(scan.endingAt(now[0]), now[0]);
    now[0] = now[0].plusSeconds(61);
    counts(counts);
    now[0] = now[0].plusSeconds(61);
    assertThat(counts(counts)).containsEntry("security_incidents_total resolved", 1.0);
    // What was there before the process has not just happened.
    restart();
    assertThat(counts(new IncidentCounts(store, () -> Instant.EPOCH)))
        .containsEntry("security_incidents_total opened", 1.0);
  }

  @Test
  void anIncidentThatNobodyTellsOfAfterARestartEnds() {
    Instant start = Instant.ofEpochMilli(1_000);
    IncidentWatch before = new IncidentWatch(store, SHOP, 0);
    before.receive(alert("Down", start), start);
    before.receive(alert("Stuck", start), start);
    restart();
    long now = 1_000_000;
    IncidentWatch watch = new IncidentWatch(store, SHOP, now);
    long later = now + Duration.ofMinutes(16).toMillis();
    watch.receive(alert("Down", start), Instant.ofEpochMilli(later));
    watch.cycle(later);
    assertThat(events("incident")).hasSize(3);
    assertThat(events("incident").get(2).attribute("alert")).isEqualTo("Stuck");
    assertThat(statuses("incident")).containsExactly("opened", "opened", "resolved");
  }

  @Test
  void aComponentThatChangesIsAnEventAndSilenceIsNone() {
    HealthWatch watch = new HealthWatch(store);
    HealthStatus[] course = {
      HealthStatus.UNKNOWN,
      HealthStatus.HEALTHY,
      HealthStatus.DEGRADED,
      HealthStatus.UNKNOWN,
      HealthStatus.DEGRADED,
      HealthStatus.UNHEALTHY,
      HealthStatus.HEALTHY
    };
    for (int i = 0; i < course.length; i++) {
      watch.cycle(i, List.of(component("redis", course[i], Weight.NORMAL)));
    }
    assertThat(events("health"))
        .extracting(event -> event.attribute("from") + ">" + event.attribute("status"))
        .containsExactly("healthy>degraded", "degraded>unhealthy", "unhealthy>healthy");
    assertThat(events("health").get(1).title()).isEqualTo("redis is unhealthy: because");
  }

  @Test
  void aShortSecretIsNone() {
    Option<String> option = EventsFeature.SECRET.at("github");
    assertThat(option.secret()).isTrue();
    assertThat(option.parser().apply("")).isEmpty();
    assertThat(option.parser().apply("0123456789abcdef")).isEqualTo("0123456789abcdef");
    assertThatThrownBy(() -> option.parser().apply("0123456789abcde"))
        .hasMessageStartingWith("expected at least 16 characters");
  }
}
