// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alert.IncidentLog;
import io.obsagent.insight.labels.Labels;
import io.obsagent.spi.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentsTest {
  private static final String QUIET =
      "{name: shop, target: 90, period: 2h, alerting: false, group_by: [route]}";

  @TempDir private Path directory;
  private final List<Event> events = new ArrayList<>();

  /** Keeps the first and the last that it is told of an incident. */
  private final class Remembered implements IncidentLog {
    private final Shop shop;
    private Predicate<Alert> left = alert -> false;

    Remembered(Shop shop) {
      this.shop = shop;
      shop.insight.alerts().to(this);
    }

    @Override
    public void receive(List<Alert> alerts) {
      alerts.stream()
          .filter(alert -> alert.labels().get("severity").equals("critical"))
          .filter(left.negate())
          .forEach(this::tell);
    }

    @Override
    public void tell(Alert alert) {
      boolean ended = alert.isResolved(shop.now);
      String subject = alert.fingerprintHex() + '@' + alert.startsAt().toEpochMilli();
      String status = ended ? "resolved" : "opened";
      Instant end = alert.endsAt();
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("subject", subject);
      attributes.put("severity", alert.labels().get("severity"));
      attributes.put("objective", alert.labels().get("sloth_id"));
      attributes.put("group", alert.annotations().getOrDefault("group", ""));
      for (Event opened : events) {
        if (opened.attribute("subject").equals(subject)) {
          attributes.putAll(opened.attributes());
        }
      }
      attributes.put("status", status);
      Event event =
          new Event(
              subject + status,
              (end == null ? alert.startsAt() : end).toEpochMilli(),
              "incident",
              "agent",
              alert.annotations().getOrDefault("summary", ""),
              attributes);
      if (events.stream().noneMatch(known -> known.id().equals(event.id()))) {
        events.add(event);
      }
    }

    @Override
    public void leave(Predicate<Alert> alerts) {
      left = alerts;
    }

    @Override
    public List<Event> incidents(Predicate<Event> wanted) {
      return events.stream().filter(wanted).toList();
    }
  }

  private List<String> told() {
    return events.stream().map(event -> event.attribute("status") + " " + event.title()).toList();
  }

  @Test
  void aSpentBudgetIsAnIncidentEvenWhereNoAlertTellsOfIt() {
    try (Shop shop = new Shop(directory, Shop.START, Shop.objective(QUIET))) {
      new Remembered(shop);
      shop.run(Duration.ofMinutes(70), 100, 0);
      assertThat(events).isEmpty();
      shop.run(Duration.ofMinutes(20), 0, 100);
      assertThat(told()).containsExactly("opened shop {route=\"/\"} has spent its error budget");
      assertThat(shop.report().incidents())
          .singleElement()
          .satisfies(incident -> assertThat(incident.end()).isNull());
    }
    // It lasts over a restart, and ends when the errors have left the period.
    Instant again = Shop.START.plus(Duration.ofMinutes(90));
    try (Shop shop = new Shop(directory, again, Shop.objective(QUIET))) {
      new Remembered(shop);
      shop.run(Duration.ofMinutes(5), 100, 0);
      assertThat(events).hasSize(1);
      shop.run(Duration.ofMinutes(125), 100, 0);
      assertThat(events).hasSize(2);
      assertThat(events.get(1).attribute("status")).isEqualTo("resolved");
      Incidents.Incident incident = shop.report().incidents().get(0);
      assertThat(incident.start()).isEqualTo(Instant.ofEpochMilli(events.get(0).epochMillis()));
      assertThat(incident.end()).isEqualTo(Instant.ofEpochMilli(events.get(1).epochMillis()));
      shop.run(Duration.ofMinutes(130), 100, 0);
      assertThat(shop.report().incidents()).isEmpty();
    }
  }

  @Test
  void allThatIsWrongWithOneObjectiveIsOneIncident() {
    try (Shop shop = new Shop(null, Shop.START, Shop.objective("{name: shop, target: 99}"))) {
      new Remembered(shop);
      shop.run(Duration.ofHours(2), 100, 0);
      Instant begin = shop.now;
      shop.run(Duration.ofMinutes(30), 0, 100);
      assertThat(shop.firing()).contains("ErrorBudgetBurn page", "ErrorBudgetExhausted");
      assertThat(events).hasSize(1);
      // It began when somebody was called for the first time.
      assertThat(Instant.ofEpochMilli(events.get(0).epochMillis()))
          .isBetween(begin, begin.plus(Duration.ofMinutes(10)));
    }
  }

  @Test
  void anObjectiveThatIsTakenAwayHasNoIncidentAnyMore() {
    try (Shop shop = new Shop(null, Shop.START, Shop.objective(QUIET))) {
      new Remembered(shop);
      shop.run(Duration.ofMinutes(90), 50, 50);
      shop.objectives.use(List.of());
      shop.cycle();
      assertThat(told()).hasSize(2);
      assertThat(told().get(1)).startsWith("resolved");
    }
  }

  @Test
  void whatAnotherRuleFileTellsOfAnObjectiveIsLeftToIt() {
    try (Shop shop = new Shop(null, Shop.START, Shop.objective("{name: shop, target: 99}"))) {
      Remembered log = new Remembered(shop);
      shop.cycle();
      Labels others =
          Labels.of("alertname", "Burn", "severity", "critical", "sloth_id", "warehouse-orders");
      shop.insight.alerts().receive(List.of(Alert.firing(others, Map.of(), shop.now)));
      assertThat(log.incidents(event -> true)).hasSize(1);
    }
  }
}
