// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.rules.BuiltinRules;
import io.obsagent.insight.alerting.rules.RuleDefinition;
import io.obsagent.insight.alerting.rules.RuleGroup;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in rules that tell one fact in several severities, sent to a channel. */
class SeveritiesTest {
  private HttpReceiver http;

  @BeforeEach
  void open() throws IOException {
    http = new HttpReceiver();
  }

  @AfterEach
  void close() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "HighCPUUsage,CPUExhausted",
    "HighMemoryUsage,MemoryExhausted",
    "HighResponseTime,HighLatency"
  })
  void twoSeveritiesOfOneFactAreOneNotification(String less, String more) throws Exception {
    try (Timeline time = timeline()) {
      fire(time, less, "a");
      fire(time, more, "a");
      time.pass(Duration.ofHours(1));
      assertThat(told()).containsExactly(more);
    }
  }

  @Test
  void anotherProcessAndAnotherFactAreToldAsWell() throws Exception {
    try (Timeline time = timeline()) {
      fire(time, "CPUExhausted", "a");
      fire(time, "HighCPUUsage", "b");
      fire(time, "HighMemoryUsage", "a");
      fire(time, "DiskSpaceLow", "a");
      time.pass(Duration.ofHours(1));
      assertThat(told())
          .containsExactlyInAnyOrder(
              "CPUExhausted", "HighCPUUsage", "HighMemoryUsage", "DiskSpaceLow");
    }
  }

  @Test
  void theLesserSeverityIsToldOnceTheWorseHasEnded() throws Exception {
    try (Timeline time = timeline()) {
      fire(time, "HighCPUUsage", "a");
      fire(time, "CPUExhausted", "a");
      time.pass(Duration.ofMinutes(10));
      assertThat(told()).containsExactly("CPUExhausted");
      time.resolve(labels("CPUExhausted", "a")).pass(Duration.ofMinutes(10));
      assertThat(told()).containsExactlyInAnyOrder("CPUExhausted", "CPUExhausted", "HighCPUUsage");
    }
  }

  @Test
  void noFamilyHasASeverityTwice() {
    Map<String, List<String>> severities = new TreeMap<>();
    for (RuleDefinition.Alerting alert : alerts()) {
      String family = alert.labels().getOrDefault("family", "");
      if (!family.isEmpty()) {
        severities
            .computeIfAbsent(family, key -> new ArrayList<>())
            .add(alert.labels().get("severity"));
      }
    }
    assertThat(severities).containsOnlyKeys("cpu", "memory", "latency");
    assertThat(severities)
        .allSatisfy((family, all) -> assertThat(new TreeSet<>(all)).hasSameSizeAs(all).hasSize(2));
  }

  private Timeline timeline() throws Exception {
    NotifyConfig config =
        NotifyConfig.ofChannels(
            Map.of(),
            YamlReader.read("o.yaml", "webhook: {url: '" + http.url("/hook") + "'}").root(),
            problem -> fail(problem));
    return new Timeline(config, null);
  }

  private static void fire(Timeline time, String name, String instance) {
    time.fire(labels(name, instance));
  }

  private static String[] labels(String name, String instance) {
    RuleDefinition.Alerting alert =
        alerts().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    List<String> labels =
        new ArrayList<>(List.of("alertname", name, "job", "shop", "instance", instance));
    alert.labels().forEach((label, value) -> labels.addAll(List.of(label, value)));
    return labels.toArray(new String[0]);
  }

  /** The name of the alerts of each notification, in the order in which they came. */
  private List<String> told() {
    return http.requests.stream()
        .map(request -> request.body().replaceAll("(?s).*?\"alertname\":\"(\\w+)\".*", "$1"))
        .toList();
  }

  private static List<RuleDefinition.Alerting> alerts() {
    List<RuleDefinition.Alerting> alerts = new ArrayList<>();
    for (RuleGroup group : BuiltinRules.groups()) {
      for (RuleDefinition rule : group.rules()) {
        if (rule instanceof RuleDefinition.Alerting alert) {
          alerts.add(alert);
        }
      }
    }
    return alerts;
  }
}
