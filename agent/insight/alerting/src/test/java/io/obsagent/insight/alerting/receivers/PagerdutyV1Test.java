// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.config.HttpOptions;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.dispatch.HttpReceiver;
import io.obsagent.insight.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagerdutyV1Test {
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

  static Notification notification(boolean firing) {
    Labels labels = Labels.of("alertname", "A");
    Alert alert = Alert.firing(labels, Map.of(), NOW);
    StoredAlert stored =
        new StoredAlert(alert.fingerprint(), alert, NOW.plusSeconds(300), false, NOW);
    return new Notification(
        "r", "{}:{}", labels, List.of(new Notification.Item(stored, firing)), "http://obs", NOW);
  }

  @Test
  void aServiceKeyMeansEventsOfVersionOne() throws Exception {
    NotifyConfig config =
        NotifyConfig.parse(
            "c.yml",
            "{route: {receiver: r}, receivers: [{name: r, pagerduty_configs: [{service_key: k,"
                + " description: d, details: {firing: f, resolved: [1]}}]}]}");
    assertThat(config.warnings()).isEmpty();
    try (HttpReceiver http = new HttpReceiver()) {
      PagerdutyIntegration pagerduty =
          new PagerdutyIntegration(
              config.receivers.get("r").integrations().get(0),
              new Renderer(config::templates),
              new HttpSender(HttpOptions.DEFAULT, Duration.ofSeconds(30)),
              http.url("/create_event.json"));
      pagerduty.send(notification(true));
      pagerduty.send(notification(false));
      String key = Notification.sha256("{}:{}");
      assertThat(http.requests.get(0).body())
          .isEqualTo(
              "{\"service_key\":\"k\",\"incident_key\":\""
                  + key
                  + "\",\"event_type\":\"trigger\",\"description\":\"d\","
                  + "\"client\":\"obs-agent\",\"client_url\":\"http://obs\",\"details\":{"
                  + "\"firing\":\"f\",\"resolved\":[1],\"num_firing\":\"1\","
                  + "\"num_resolved\":\"0\"}}");
      assertThat(http.requests.get(1).body())
          .contains("\"event_type\":\"resolve\"")
          .doesNotContain("client");
      http.status = 403;
      assertThatThrownBy(() -> pagerduty.send(notification(true)))
          .isInstanceOfSatisfying(
              DeliveryException.class, e -> assertThat(e.isRetryable()).isTrue());
    }
  }
}
