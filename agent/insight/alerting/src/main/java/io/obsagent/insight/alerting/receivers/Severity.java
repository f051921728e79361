// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import java.util.Locale;

/** One scale for the severity words that teams use, most severe first. */
public enum Severity {
  CRITICAL("critical", "P0", "critical", "P1"),
  HIGH("high", "P1", "error", "P2"),
  WARNING("warning", "P1", "warning", "P3"),
  LOW("low", "P2", "info", "P4"),
  INFO("info", "P2", "info", "P5");

  private final String label;
  private final String priority;
  private final String pagerduty;
  private final String opsgenie;

  Severity(String label, String priority, String pagerduty, String opsgenie) {
    this.label = label;
    this.priority = priority;
    this.pagerduty = pagerduty;
    this.opsgenie = opsgenie;
  }

  /** The word of the {@code severity} label. */
  public String label() {
    return label;
  }

  /** The P label: critical is P0, high and warning P1, the rest P2. */
  public String priority() {
    return priority;
  }

  public String pagerduty() {
    return pagerduty;
  }

  String opsgenie() {
    return opsgenie;
  }

  /** The severity that a word of any of the usual vocabularies means; unknown ones are warnings. */
  public static Severity of(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "critical", "p0", "page", "fatal", "emergency", "disaster", "sev0", "sev1" -> CRITICAL;
      case "high", "error", "major", "p1", "sev2" -> HIGH;
      case "low", "minor", "notice", "sev4" -> LOW;
      case "info", "information", "informational", "none", "debug", "p2", "p5", "sev5" -> INFO;
      default -> WARNING;
    };
  }

  /** The most severe of what fires, or of all if nothing does. */
  static Severity highest(Notification notification) {
    Severity highest = INFO;
    for (Notification.Item item : notification.alerts()) {
      Severity severity = of(item.alert().labels().get("severity"));
      boolean counts = item.firing() || !notification.isFiring();
      highest = counts && severity.compareTo(highest) < 0 ? severity : highest;
    }
    return highest;
  }
}
