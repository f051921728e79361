// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.diagnostics.AgentReport.Exporter;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentLoop;
import io.obsagent.spi.service.BoundedQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One exporter with a queue and a thread of its own, so that a slow back end delays no other. The
 * thread wakes by time; producers wake it only when the queue becomes half full.
 */
final class ExportWorker implements AgentLoop.Turn {
  static final int MAX_BATCH = 512;

  private final String name;
  private final SpanExporter exporter;
  private final ExportTiming timing;
  private final ExportCounts counts;
  private final Metrics.Counter.Series exported;
  private final BoundedQueue<FinishedSpan> ring;
  private final int wakeAt;
  private final Runnable beforeDrain;
  private final ArrayList<FinishedSpan> batch = new ArrayList<>(MAX_BATCH);
  private final List<FinishedSpan> view = Collections.unmodifiableList(batch);
  private final AtomicBoolean exporterClosed = new AtomicBoolean();
  private final ExporterAccount account;
  private final AgentLoop loop;
  private volatile boolean overflowed;
  private boolean gaveUp;

  /**
   * @param beforeDrain runs on the worker's thread before each drain
   */
  ExportWorker(
      NamedExporter named,
      int queueSize,
      ExportTiming timing,
      ExportCounts counts,
      Runnable beforeDrain) {
    this.name = named.name();
    this.exporter = named.exporter();
    this.timing = timing;
    this.counts = counts;
    this.exported = counts.exported(name);
    this.ring = new BoundedQueue<>(queueSize);
    this.wakeAt = Math.max(1, queueSize / 2);
    this.beforeDrain = beforeDrain;
    this.account = new ExporterAccount(name, "traces", exporter.endpoint());
    this.loop = new AgentLoop("export-" + name, this);
  }

  void start() {
    loop.start();
  }

  Exporter state() {
    return account.state(ring.size());
  }

  /** Called by request threads. */
  void offer(FinishedSpan span) {
    int waiting = ring.offer(span);
    if (waiting == wakeAt) {
      loop.wake();
    } else if (waiting < 0) {
      overflowed = true;
      account.dropped(1);
      counts.queueFull.add(1);
    }
  }

  @Override
  public long run() {
    exportWaiting();
    return ring.size() >= Math.min(MAX_BATCH, wakeAt) ? 0 : timing.interval().toNanos();
  }

  @Override
  public void end() {
    try {
      exportWaiting();
    } finally {
      dropWaiting();
      closeExporter();
    }
  }

  /** Asks the thread to send what waits and to end. */
  void stop() {
    loop.close();
  }

  /** Waits for the end; past the deadline cuts the connection, which frees a blocked thread. */
  void join(long deadlineNanos) {
    loop.join(deadlineNanos, this::closeExporter);
  }

  /** Sends what waits now, but not what comes meanwhile: that would make tiny batches. */
  private void exportWaiting() {
    beforeDrain.run();
    int waiting = ring.size();
    while (waiting > 0 && !gaveUp) {
      int taken = ring.drainTo(batch, Math.min(waiting, MAX_BATCH));
      if (taken == 0) {
        break;
      }
      waiting -= taken;
      try {
        send();
      } finally {
        batch.clear();
      }
    }
    if (overflowed) {
      overflowed = false;
      AgentLog.limited(
          AgentLog.Level.WARN,
          "exporter." + name + ".queue",
          "exporter "
              + name
              + ": the queue of "
              + ring.capacity()
              + " spans is full, spans are dropped (obs_agent_dropped_total counts them);"
              + " see traces.queue-size");
    }
  }

  private void send() {
    long deadline = System.nanoTime() + timing.retryFor().toNanos();
    for (int attempt = 0; ; attempt++) {
      try {
        int refused = exporter.export(view);
        exported.add(batch.size() - Math.max(0, Math.min(batch.size(), refused)));
        account.succeeded();
        return;
      } catch (RetryableException e) {
        report(e);
        if (!awaitRetry(e, attempt, deadline)) {
          return;
        }
      } catch (IOException | RuntimeException | LinkageError e) {
        report(e);
        drop(loop.isClosing());
        return;
      } catch (Throwable e) {
        account.failed(e.toString());
        drop(loop.isClosing());
        throw e; // the loop's to count
      }
    }
  }

  /** Whether the batch shall be sent again; if not, it has been counted as dropped. */
  private boolean awaitRetry(RetryableException e, int attempt, long deadline) {
    if (loop.isClosing()) {
      gaveUp = true;
      drop(true);
      return false;
    }
    long pause = timing.pause(attempt, e.retryAfter());
    boolean again = System.nanoTime() + pause - deadline < 0;
    if (!again) {
      drop(false);
      pause = timing.bounded(e.retryAfter());
    }
    loop.pause(pause);
    return again;
  }

  private void drop(boolean atShutdown) {
    account.dropped(batch.size());
    (atShutdown ? counts.shutdown : counts.failed).add(batch.size());
  }

  private void dropWaiting() {
    int left = 0;
    for (int taken = 1; taken > 0; left += taken) {
      batch.clear();
      taken = ring.drainTo(batch, MAX_BATCH);
    }
    batch.clear();
    if (left > 0) {
      counts.shutdown.add(left);
    }
  }

  private void report(Throwable e) {
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    account.failed(reason);
    AgentLog.limited(AgentLog.Level.WARN, "exporter." + name, "exporter " + name + ": " + reason);
  }

  private void closeExporter() {
    if (exporterClosed.compareAndSet(false, true)) {
      try {
        exporter.close();
      } catch (Throwable e) {
        report(e);
      }
    }
  }
}
