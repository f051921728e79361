// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alerting.receivers.Notification;
import io.obsagent.insight.alerting.receivers.StoredAlert;
import io.obsagent.insight.labels.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The notification by which someone tries a receiver out. */
final class TestNotification {
  private TestNotification() {}

  static Notification of(String receiver, String externalUrl, Instant now) {
    Labels labels = Labels.of("alertname", "TestNotification", "severity", "info");
    Alert alert =
        Alert.firing(labels, Map.of("summary", "A test of receiver " + receiver + "."), now);
    StoredAlert stored =
        new StoredAlert(alert.fingerprint(), alert, now.plusSeconds(300), false, now);
    return new Notification(
        receiver,
        "test:" + receiver,
        Labels.of("alertname", "TestNotification"),
        List.of(new Notification.Item(stored, true)),
        externalUrl,
        now);
  }
}
