// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.labels.Labels;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  @Test
  void anAlertEndsAtItsEndAndNotBefore() {
    Alert alert = Alert.firing(Labels.of("alertname", "Down"), Map.of(), START);
    assertThat(alert.isResolved(START.plusSeconds(86_400))).isFalse();
    assertThat(alert.endingAt(START).isResolved(START)).isTrue();
    assertThat(alert.endingAt(START.plusMillis(1)).isResolved(START)).isFalse();
  }

  @Test
  void theFingerprintIsTheOneOfPrometheusAndDoesNotDependOnOrder() {
    assertThat(Alert.hex(Alert.fingerprint(Labels.EMPTY))).isEqualTo("cbf29ce484222325");
    assertThat(Alert.fingerprint(Labels.of("b", "2", "a", "1")))
        .isEqualTo(Alert.fingerprint(Labels.of("a", "1", "b", "2")));
    assertThat(Alert.fingerprint(Labels.of("a", "1b")))
        .isNotEqualTo(Alert.fingerprint(Labels.of("a1", "b")));
  }
}
