// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.diagnostics.AgentReport.Exporter;
import io.obsagent.spi.export.MetricExporter;
import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One exporter of metrics with a thread of its own. A snapshot that could not be sent is dropped,
 * not kept: the next one says all that it said.
 */
final class MetricWorker implements AgentLoop.Turn {
  /** A receiver that takes no metrics, and that nobody chose for them, is asked again then. */
  private static final long LEFT_ALONE_NANOS = Duration.ofMinutes(10).toNanos();

  static final MetricDefinition EXPORTS =
      MetricDefinition.counter(
              "obs_agent_metric_exports_total",
              "Snapshots of all metrics that were sent, or could not be sent.")
          .labels("exporter", "outcome");

  private final String name;
  private final MetricExporter exporter;
  private final boolean chosen;
  private final ExportTiming timing;
  private final Metrics metrics;
  private final Metrics.Counter.Series sent;
  private final Metrics.Counter.Series failed;
  private final AtomicBoolean exporterClosed = new AtomicBoolean();
  private final ExporterAccount account;
  private final AgentLoop loop;
  private boolean leftAlone;

  MetricWorker(NamedMetricExporter named, ExportTiming timing, Metrics metrics) {
    this.name = named.name();
    this.exporter = named.exporter();
    this.chosen = named.chosen();
    this.timing = timing;
    this.metrics = metrics;
    Metrics.Counter exports = metrics.counter(EXPORTS);
    this.sent = exports.labels(name, "success");
    this.failed = exports.labels(name, "failure");
    this.account = new ExporterAccount(name, "metrics", exporter.endpoint());
    this.loop = new AgentLoop("export-metrics-" + name, this);
  }

  Exporter state() {
    return account.state(0);
  }

  void start() {
    loop.start(timing.interval());
  }

  @Override
  public long run() {
    long begin = System.nanoTime();
    long asked = exportInTime(begin);
    long pause = leftAlone ? LEFT_ALONE_NANOS : timing.interval().toNanos();
    return begin + Math.max(pause, asked - begin) - System.nanoTime();
  }

  @Override
  public void end() {
    try {
      if (!leftAlone) {
        attempt();
      }
    } finally {
      closeExporter();
    }
  }

  /** Asks the thread to send a last snapshot and to end. */
  void stop() {
    loop.close();
  }

  /** Waits for the end; past the deadline cuts the connection, which frees a blocked thread. */
  void join(long deadlineNanos) {
    loop.join(deadlineNanos, this::closeExporter);
  }

  /**
   * Tries until the next snapshot is due, but no longer than a batch of spans is tried.
   *
   * @return when the receiver wants the next one at the earliest
   */
  private long exportInTime(long begin) {
    long patience = Math.min(timing.retryFor().toNanos(), timing.interval().toNanos());
    for (int attempt = 0; ; attempt++) {
      RetryableException failure = attempt();
      if (failure == null) {
        return begin;
      }
      long now = System.nanoTime();
      long again = now + timing.pause(attempt, failure.retryAfter());
      if (again - begin >= patience || !loop.pause(again - now)) {
        return now + timing.bounded(failure.retryAfter());
      }
    }
  }

  /** A snapshot, taken and sent; the failure if it is worth another attempt. */
  private @Nullable RetryableException attempt() {
    try {
      exporter.export(metrics.collect());
      leftAlone = false;
      sent.add(1);
      account.succeeded();
      return null;
    } catch (RetryableException e) {
      report(e);
      return e;
    } catch (NotFoundException e) {
      notFound(e);
      return null;
    } catch (IOException | RuntimeException | LinkageError e) {
      report(e);
      return null;
    }
  }

  private void notFound(NotFoundException e) {
    if (chosen) {
      report(e);
      return;
    }
    failed.add(1);
    account.failed(e.getMessage());
    if (!leftAlone) {
      leftAlone = true;
      AgentLog.warn(
          "exporter "
              + name
              + ": "
              + e.getMessage()
              + "; it takes no metrics, so none are sent for now (metrics.exporter=none: never)");
    }
  }

  private void report(Throwable e) {
    failed.add(1);
    account.failed(e.getMessage() == null ? e.toString() : e.getMessage());
    account.dropped(1);
    log(e);
  }

  /** One line a minute for all signals: they mostly share the receiver, and so the reason. */
  private void log(Throwable e) {
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    AgentLog.limited(AgentLog.Level.WARN, "exporter." + name, "exporter " + name + ": " + reason);
  }

  private void closeExporter() {
    if (exporterClosed.compareAndSet(false, true)) {
      try {
        exporter.close();
      } catch (Throwable e) {
        log(e);
      }
    }
  }
}
