// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.metrics.Metrics;

/** What the agent tells about its own sending of spans. */
final class ExportCounts {
  private final Metrics.Counter exported;
  final Metrics.Counter.Series queueFull;
  final Metrics.Counter.Series failed;
  final Metrics.Counter.Series shutdown;

  ExportCounts(Metrics metrics) {
    exported =
        metrics.counter(
            "obs_agent_exported_spans_total",
            "Spans that a back end has accepted.",
            "{span}",
            "exporter");
    Metrics.Counter dropped =
        metrics.counter(
            "obs_agent_dropped_total",
            "Telemetry that was dropped instead of sent.",
            "{item}",
            "signal",
            "reason");
    queueFull = dropped.labels("traces", "queue_full");
    failed = dropped.labels("traces", "export_failed");
    shutdown = dropped.labels("traces", "shutdown");
  }

  Metrics.Counter.Series exported(String exporter) {
    return exported.labels(exporter);
  }
}
