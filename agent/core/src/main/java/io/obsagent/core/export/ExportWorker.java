// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.core.jvm.AgentThreads;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One exporter with a queue and a thread of its own, so that a slow back end delays no other. The
 * thread wakes by time; producers wake it only when the queue becomes half full.
 */
final class ExportWorker implements Runnable {
  static final int MAX_BATCH = 512;

  private final String name;
  private final SpanExporter exporter;
  private final ExportTiming timing;
  private final ExportCounts counts;
  private final Metrics.Counter.Series exported;
  private final SpanRing ring;
  private final int wakeAt;
  private final Runnable beforeDrain;
  private final ArrayList<FinishedSpan> batch = new ArrayList<>(MAX_BATCH);
  private final List<FinishedSpan> view = Collections.unmodifiableList(batch);
  private final AtomicBoolean exporterClosed = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean overflowed;
  private volatile boolean stopping;
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
    this.ring = new SpanRing(queueSize);
    this.wakeAt = Math.max(1, queueSize / 2);
    this.beforeDrain = beforeDrain;
    this.thread = AgentThreads.newThread("export-" + name, this);
  }

  void start() {
    thread.start();
  }

  /** Called by request threads. */
  void offer(FinishedSpan span) {
    int waiting = ring.offer(span);
    if (waiting == wakeAt) {
      LockSupport.unpark(thread);
    } else if (waiting < 0) {
      overflowed = true;
      counts.queueFull.add(1);
    }
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        awaitWork();
        exportWaiting();
      }
      exportWaiting();
    } finally {
      dropWaiting();
      closeExporter();
    }
  }

  /** Asks the thread to send what waits and to end. */
  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  /** Waits for the end; past the deadline cuts the connection, which frees a blocked thread. */
  void join(long deadlineNanos) {
    AgentThreads.join(thread, deadlineNanos, this::closeExporter);
  }

  private void awaitWork() {
    long until = System.nanoTime() + timing.interval().toNanos();
    long left = timing.interval().toNanos();
    while (!stopping && left > 0 && ring.size() < Math.min(MAX_BATCH, wakeAt)) {
      LockSupport.parkNanos(this, left);
      left = until - System.nanoTime();
    }
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
        exporter.export(view);
        exported.add(batch.size());
        return;
      } catch (RetryableException e) {
        report(e);
        if (!awaitRetry(e, attempt, deadline)) {
          return;
        }
      } catch (IOException | RuntimeException | LinkageError e) {
        report(e);
        drop(stopping);
        return;
      }
    }
  }

  /** Whether the batch shall be sent again; if not, it has been counted as dropped. */
  private boolean awaitRetry(RetryableException e, int attempt, long deadline) {
    if (stopping) {
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
    long until = System.nanoTime() + pause;
    for (long left = pause; left > 0 && !stopping; left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    return again;
  }

  private void drop(boolean atShutdown) {
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
    AgentLog.limited(AgentLog.Level.WARN, "exporter." + name, "exporter " + name + ": " + reason);
  }

  private void closeExporter() {
    if (exporterClosed.compareAndSet(false, true)) {
      try {
        exporter.close();
      } catch (RuntimeException | LinkageError e) {
        report(e);
      }
    }
  }
}
