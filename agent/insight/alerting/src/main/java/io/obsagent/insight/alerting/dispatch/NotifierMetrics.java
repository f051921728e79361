// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.spi.metrics.MetricFamily;
import java.util.ArrayList;
import java.util.List;

/** What the notifier says about itself. */
final class NotifierMetrics {
  private NotifierMetrics() {}

  static List<MetricFamily> of(
      List<Channel> channels, List<Forwarder> forwarders, long droppedAlerts) {
    List<MetricFamily.Point> outcomes = new ArrayList<>();
    for (Channel channel : channels) {
      outcomes.add(point(channel, "sent", channel.sent.get()));
      outcomes.add(point(channel, "failed", channel.failed.get()));
      outcomes.add(point(channel, "dead_letter", channel.deadLetters.get()));
      outcomes.add(point(channel, "dropped", channel.dropped.get()));
      outcomes.add(point(channel, "rate_limited", channel.limited.get()));
    }
    List<MetricFamily.Point> forwarded = new ArrayList<>();
    for (Forwarder forwarder : forwarders) {
      forwarded.add(point(List.of("sent"), forwarder.sent.get()));
      forwarded.add(point(List.of("failed"), forwarder.failed.get()));
      forwarded.add(point(List.of("dropped"), forwarder.dropped.get()));
    }
    List<MetricFamily> families = new ArrayList<>();
    families.add(
        counter(
            "obs_agent_notifications_total",
            "Attempts to tell a receiver, by outcome.",
            List.of("receiver", "integration", "outcome"),
            merge(outcomes)));
    families.add(
        counter(
            "obs_agent_alerts_dropped_total",
            "Alerts that exceeded a bound.",
            List.of(),
            List.of(point(List.of(), droppedAlerts))));
    if (!forwarded.isEmpty()) {
      families.add(
          counter(
              "obs_agent_alerts_forwarded_total",
              "Alerts handed to an Alertmanager, by outcome.",
              List.of("outcome"),
              merge(forwarded)));
    }
    return families;
  }

  private static List<MetricFamily.Point> merge(List<MetricFamily.Point> points) {
    java.util.Map<List<String>, Double> sums = new java.util.LinkedHashMap<>();
    for (MetricFamily.Point point : points) {
      double value = ((MetricFamily.NumberPoint) point).value();
      sums.merge(point.labelValues(), value, Double::sum);
    }
    List<MetricFamily.Point> merged = new ArrayList<>();
    sums.forEach((labels, value) -> merged.add(new MetricFamily.NumberPoint(labels, value, null)));
    return merged;
  }

  private static MetricFamily counter(
      String name, String help, List<String> labels, List<MetricFamily.Point> points) {
    return new MetricFamily(name, help, "", MetricFamily.Type.COUNTER, labels, points);
  }

  private static MetricFamily.Point point(Channel channel, String outcome, long value) {
    return point(List.of(channel.receiver, channel.integration, outcome), value);
  }

  private static MetricFamily.Point point(List<String> labels, long value) {
    return new MetricFamily.NumberPoint(labels, value, null);
  }
}
