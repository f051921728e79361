// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;

/** What the agent tells about its own sending of spans. */
final class ExportCounts {
  static final MetricDefinition EXPORTED =
      MetricDefinition.counter(
              "obs_agent_exported_spans_total", "Spans that a back end has accepted.")
          .unit("{span}")
          .labels("exporter");

  private final Metrics.Counter exported;
  final Metrics.Counter.Series queueFull;
  final Metrics.Counter.Series failed;
  final Metrics.Counter.Series shutdown;

  ExportCounts(Metrics metrics) {
    exported = metrics.counter(EXPORTED);
    queueFull = metrics.dropped("traces", "queue_full");
    failed = metrics.dropped("traces", "export_failed");
    shutdown = metrics.dropped("traces", "shutdown");
  }

  Metrics.Counter.Series exported(String exporter) {
    return exported.labels(exporter);
  }
}
