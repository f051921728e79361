// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.labels.Labels;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A receiver that keeps what it gets, and an alert that fires and ends. */
abstract class PayloadKit {
  static final Labels LABELS =
      Labels.of("alertname", "High\"CPU\n", "job", "shop", "severity", "critical");

  HttpReceiver http;

  @BeforeEach
  void open() throws IOException {
    http = new HttpReceiver();
  }

  @AfterEach
  void close() {
    http.close();
  }

  /** What arrives when the alert fires and when it ends. */
  List<String> bodies(String receiver) throws Exception {
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 1m}
        receivers:
          - name: r
        """
            + receiver.indent(4);
    try (Timeline time = new Timeline(yaml)) {
      Alert alert =
          new Alert(LABELS, Map.of("summary", "it \\ <b>"), time.now, null, "http://g/?a=1&b=2");
      time.notifier.receive(List.of(alert));
      time.pass(java.time.Duration.ofSeconds(30));
      time.notifier.receive(List.of(alert.endingAt(time.now)));
      time.pass(java.time.Duration.ofMinutes(1));
      assertThat(time.notifier.test("r")).isEmpty();
    }
    return http.bodies();
  }
}
