// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.diagnostics.AgentReport.Exporter;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the agent's reader of log events to the exporters of logs. Makes queues and counters with
 * the first record or exporter, and none where nobody has chosen an exporter. Thread-safe.
 */
public final class LogPipeline implements AutoCloseable {
  private final Config config;
  private final ExportTiming timing;
  private final Metrics metrics;
  private volatile @Nullable ExportPipeline<FinishedLog> pipeline;
  private volatile boolean unused;

  public LogPipeline(Config config, Metrics metrics) {
    this(config, ExportTiming.withInterval(config.get(ExportOptions.LOGS_INTERVAL)), metrics);
  }

  LogPipeline(Config config, ExportTiming timing, Metrics metrics) {
    this.config = config;
    this.timing = timing;
    this.metrics = metrics;
  }

  /**
   * Hands a record to the exporters; neither blocks nor throws.
   *
   * @return false if each of them had to let one go
   */
  public boolean accept(FinishedLog log) {
    return unused || pipeline().accept(log);
  }

  private ExportPipeline<FinishedLog> pipeline() {
    ExportPipeline<FinishedLog> made = pipeline;
    return made == null ? make() : made;
  }

  private synchronized ExportPipeline<FinishedLog> make() {
    ExportPipeline<FinishedLog> made = pipeline;
    if (made == null) {
      LogQueue.Encoding encoding = new LogQueue.Encoding();
      made =
          new ExportPipeline<>(
              ExportSignal.LOGS,
              (exporter, hasBatch) -> queue(exporter, encoding, hasBatch),
              timing,
              metrics);
      pipeline = made;
    }
    return made;
  }

  private ExportQueue<FinishedLog> queue(
      String exporter, LogQueue.Encoding encoding, Runnable hasBatch) {
    long bytes = (long) config.get(ExportOptions.LOGS_QUEUE) << 20;
    String directory = config.get(ExportOptions.SPOOL_DIRECTORY);
    if (directory.isEmpty() || exporter.isEmpty()) {
      return new LogQueue(bytes, encoding, hasBatch);
    }
    try {
      long disk = (long) config.get(ExportOptions.SPOOL_DISK) << 20;
      Spool spool = Spool.open(Path.of(directory), exporter, disk);
      return new SpooledLogQueue(exporter, spool, bytes, encoding, hasBatch);
    } catch (IOException | RuntimeException e) {
      Problems.add(
          ExportOptions.SPOOL_DIRECTORY.key(),
          ExportOptions.SPOOL_DIRECTORY.key()
              + ": "
              + directory
              + " cannot be used, so log records wait in memory only: "
              + e);
      return new LogQueue(bytes, encoding, hasBatch);
    }
  }

  /** Begins to send; once. Without exporters records are let go, those that waited, too. */
  public void start(List<NamedExporter<FinishedLog>> exporters) {
    if (!exporters.isEmpty()) {
      pipeline().start(exporters);
      return;
    }
    unused = true;
    pipeline = null;
  }

  /** How the exporters fare. */
  public List<Exporter> exporters() {
    ExportPipeline<FinishedLog> made = pipeline;
    return made == null ? List.of() : made.exporters();
  }

  /** Asks for what waits to be sent while the caller closes other things. */
  public void stop() {
    ExportPipeline<FinishedLog> made = pipeline;
    if (made != null) {
      made.stop();
    }
  }

  /** Waits for that, for at most five seconds since {@link #stop}, and frees what is held. */
  @Override
  public void close() {
    ExportPipeline<FinishedLog> made = pipeline;
    if (made != null) {
      made.close();
    }
  }
}
