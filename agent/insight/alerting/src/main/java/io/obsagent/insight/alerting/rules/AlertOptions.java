// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.time.Duration;
import java.util.Map;

/**
 * How alerts are kept and sent.
 *
 * @param outageTolerance longest outage after which a pending time is taken up again
 * @param gracePeriod least time an alert stays pending after a restart; rules with a shorter {@code
 *     for} start afresh
 * @param resendDelay least time between two sendings of a firing alert
 * @param resolvedRetention how long a resolved alert is sent again
 * @param externalLabels what templates see as {@code $externalLabels}
 * @param externalUrl where this process' console is, or empty
 */
public record AlertOptions(
    Duration outageTolerance,
    Duration gracePeriod,
    Duration resendDelay,
    Duration resolvedRetention,
    Map<String, String> externalLabels,
    String externalUrl) {
  public AlertOptions {
    externalLabels = Map.copyOf(externalLabels);
  }

  /** Prometheus' defaults. */
  public static AlertOptions defaults() {
    return new AlertOptions(
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(15),
        Map.of(),
        "");
  }

  public AlertOptions withExternal(Map<String, String> labels, String url) {
    return new AlertOptions(
        outageTolerance, gracePeriod, resendDelay, resolvedRetention, labels, url);
  }
}
