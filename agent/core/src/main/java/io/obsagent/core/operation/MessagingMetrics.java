// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.CounterFamily;
import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;

/** The metrics of messages; made with the first one. */
final class MessagingMetrics {
  /** The conventions' bounds. */
  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
  };

  /** Messages wait, and some for long. */
  private static final double[] LATENCIES = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600
  };

  static final MetricDefinition SEND =
      MetricDefinition.histogram(
              "messaging_send_duration_seconds", "Time to hand messages to a broker.", BOUNDS)
          .unit("s")
          .labels("system", "destination", "outcome")
          .semconv(semconv("client.operation.duration", "s", "send"));

  static final MetricDefinition PROCESS =
      MetricDefinition.histogram(
              "messaging_process_duration_seconds", "Time to process messages.", BOUNDS)
          .unit("s")
          .labels("system", "destination", "outcome")
          .semconv(semconv("process.duration", "s", "process"));

  static final MetricDefinition SENT =
      MetricDefinition.counter("messaging_sent_messages_total", "Messages sent.")
          .unit("{message}")
          .labels("system", "destination")
          .semconv(semconv("client.sent.messages", "{message}", "send"));

  static final MetricDefinition CONSUMED =
      MetricDefinition.counter("messaging_consumed_messages_total", "Messages processed.")
          .unit("{message}")
          .labels("system", "destination")
          .semconv(semconv("client.consumed.messages", "{message}", "process"));

  static final MetricDefinition LATENCY =
      MetricDefinition.histogram(
              "messaging_latency_seconds",
              "Age of messages when their processing begins, by the clocks of both sides.",
              LATENCIES)
          .unit("s")
          .labels("system", "destination");

  final HistogramFamily send;
  final HistogramFamily process;
  final HistogramFamily latency;
  final CounterFamily sent;
  final CounterFamily consumed;

  MessagingMetrics(MetricRegistry registry) {
    send = registry.histogram(SEND);
    process = registry.histogram(PROCESS);
    latency = registry.histogram(LATENCY);
    sent = registry.counter(SENT);
    consumed = registry.counter(CONSUMED);
  }

  private static SemconvName semconv(String name, String unit, String operation) {
    return SemconvName.of("messaging." + name, unit)
        .attribute("system", "messaging.system")
        .attribute("destination", "messaging.destination.name")
        .constant("messaging.operation.name", operation);
  }
}
