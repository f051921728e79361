// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;

/** What the agent tells about its own sending of one signal. */
final class ExportCounts {
  static final MetricDefinition SPANS =
      MetricDefinition.counter(
              "obs_agent_exported_spans_total", "Spans that a back end has accepted.")
          .unit("{span}")
          .labels("exporter");

  static final MetricDefinition RECORDS =
      MetricDefinition.counter(
              "obs_agent_exported_log_records_total", "Log records that a back end has accepted.")
          .unit("{record}")
          .labels("exporter");

  private final Metrics metrics;
  private final ExportSignal<?> signal;
  final Metrics.Counter.Series queueFull;
  final Metrics.Counter.Series failed;
  final Metrics.Counter.Series shutdown;

  ExportCounts(Metrics metrics, ExportSignal<?> signal) {
    this.metrics = metrics;
    this.signal = signal;
    queueFull = dropped("queue_full");
    failed = dropped("export_failed");
    shutdown = dropped("shutdown");
  }

  Metrics.Counter.Series dropped(String reason) {
    return metrics.dropped(signal.word(), reason);
  }

  Metrics.Counter.Series exported(String exporter) {
    return metrics.counter(signal.exported()).labels(exporter);
  }
}
