// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.diagnostics.AgentReport.Exporter;
import io.obsagent.spi.metrics.Metrics;
import java.util.List;

/**
 * From the registry to the exporters of metrics. Nothing is queued: each exporter's thread takes a
 * snapshot when it is time to send one. Thread-safe.
 */
public final class MetricPipeline implements AutoCloseable {
  private final List<MetricWorker> workers;
  private final long shutdownNanos;
  private long deadline;
  private boolean stopped;

  public MetricPipeline(Config config, Metrics metrics, List<NamedMetricExporter> exporters) {
    this(ExportTiming.withInterval(config.get(ExportOptions.METRICS_INTERVAL)), metrics, exporters);
  }

  MetricPipeline(ExportTiming timing, Metrics metrics, List<NamedMetricExporter> exporters) {
    this.workers =
        exporters.stream().map(exporter -> new MetricWorker(exporter, timing, metrics)).toList();
    this.shutdownNanos = timing.shutdown().toNanos();
  }

  /** Begins to send; once. */
  public void start() {
    workers.forEach(MetricWorker::start);
  }

  /** How the exporters fare. */
  public List<Exporter> exporters() {
    return workers.stream().map(MetricWorker::state).toList();
  }

  /** Asks for the last snapshots, which are sent while the caller closes other things. */
  public synchronized void stop() {
    if (!stopped) {
      stopped = true;
      deadline = System.nanoTime() + shutdownNanos;
      workers.forEach(MetricWorker::stop);
    }
  }

  /** Waits for them, for at most five seconds since {@link #stop}, and frees what is held. */
  @Override
  public synchronized void close() {
    stop();
    for (MetricWorker worker : workers) {
      worker.join(deadline);
    }
  }
}
