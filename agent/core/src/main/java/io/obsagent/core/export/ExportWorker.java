// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.diagnostics.AgentReport.Exporter;
import io.obsagent.spi.export.AccessDeniedException;
import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.export.TooLargeException;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One exporter with a queue and a thread of its own, so that a slow back end delays no other. The
 * thread wakes by time; producers wake it only when the queue holds a good part of its bound.
 */
final class ExportWorker<T> implements AgentLoop.Turn {
  /** A receiver that does not take what nobody chose to send there is asked again then. */
  private static final long LEFT_ALONE_NANOS = Duration.ofMinutes(10).toNanos();

  private final ExportSignal<T> signal;
  private final String name;
  private final NamedExporter<T> exporter;
  private final ExportTiming timing;
  private final ExportCounts counts;
  private final Metrics.Counter.Series exported;
  private final ExportQueue<T> queue;
  private final Runnable beforeDrain;
  private final ArrayList<T> batch = new ArrayList<>();
  private final List<T> view = Collections.unmodifiableList(batch);
  private final AtomicBoolean exporterClosed = new AtomicBoolean();
  private final ExporterAccount account;
  private final AgentLoop loop;
  private volatile boolean overflowed;
  private boolean gaveUp;

  /** Nobody asked for this signal there, and the receiver does not take it. */
  private volatile boolean leftAlone;

  private long leftAloneUntil;

  /**
   * @param beforeDrain runs on the worker's thread before each drain
   */
  ExportWorker(
      ExportSignal<T> signal,
      NamedExporter<T> exporter,
      ExportQueue.Factory<T> queues,
      ExportTiming timing,
      ExportCounts counts,
      Runnable beforeDrain) {
    this.signal = signal;
    this.name = exporter.name();
    this.exporter = exporter;
    this.timing = timing;
    this.counts = counts;
    this.exported = counts.exported(name);
    this.beforeDrain = beforeDrain;
    this.account = new ExporterAccount(name, signal.word(), exporter.endpoint());
    this.loop = new AgentLoop(signal.loop() + name, this);
    this.queue = queues.create(name, loop::wake);
  }

  void start() {
    loop.start();
  }

  Exporter state() {
    return account.state(queue.size());
  }

  /** Called by request threads; answers whether there was room. */
  boolean offer(T item) {
    if (leftAlone) {
      return true;
    }
    int dropped = queue.offer(item);
    if (dropped > 0) {
      overflowed = true;
      account.dropped(dropped);
      counts.queueFull.add(dropped);
    }
    return dropped <= 0;
  }

  @Override
  public long run() {
    if (leftAlone && System.nanoTime() - leftAloneUntil >= 0) {
      leftAlone = false;
    }
    exportWaiting();
    return queue.hasBatch() ? 0 : timing.interval().toNanos();
  }

  @Override
  public void end() {
    try {
      exportWaiting();
    } finally {
      dropWaiting(queue.close());
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
    int waiting = queue.size();
    while (waiting > 0 && !gaveUp) {
      int taken = queue.drainTo(batch, Math.min(waiting, signal.maxBatch()));
      if (taken == 0) {
        break;
      }
      waiting -= taken;
      try {
        if (leftAlone || send(view)) {
          queue.done();
        }
      } finally {
        batch.clear();
      }
    }
    if (overflowed) {
      overflowed = false;
      AgentLog.limited(
          AgentLog.Level.WARN,
          "exporter." + name + ".queue." + signal.word(),
          "exporter "
              + name
              + ": the queue of "
              + queue.bound()
              + " is full, "
              + signal.items()
              + " are dropped (obs_agent_dropped_total counts them); see "
              + signal.sizeOption());
    }
  }

  /**
   * Whether the items have arrived or were given up; if not, their queue shall keep them. What is
   * too large for one request goes in two.
   */
  private boolean send(List<T> items) {
    long deadline = System.nanoTime() + timing.retryFor().toNanos();
    for (int attempt = 0; ; attempt++) {
      try {
        int refused = exporter.sender().export(items);
        exported.add(items.size() - Math.max(0, Math.min(items.size(), refused)));
        account.succeeded();
        return true;
      } catch (TooLargeException e) {
        int half = items.size() / 2;
        if (half > 0) {
          return send(items.subList(0, half)) && send(items.subList(half, items.size()));
        }
        report(e);
        drop(1, false);
        return true;
      } catch (IOException e) {
        if (e instanceof NotFoundException && !exporter.chosen()) {
          leaveAlone(e);
          return true;
        }
        report(e);
        if (!mayPass(e)) {
          drop(items.size(), loop.isClosing());
          return true;
        }
        if (!awaitRetry(e, items.size(), attempt, deadline)) {
          return !(gaveUp && queue.isLasting());
        }
      } catch (RuntimeException | LinkageError e) {
        report(e);
        drop(items.size(), loop.isClosing());
        return true;
      } catch (Throwable e) {
        account.failed(e.toString());
        drop(items.size(), loop.isClosing());
        throw e; // the loop's to count
      }
    }
  }

  /**
   * Whether the same batch may be taken later. What a queue keeps outlives a wrong password or
   * path, which somebody will mend.
   */
  private boolean mayPass(IOException e) {
    return e instanceof RetryableException
        || queue.isLasting()
            && (e instanceof NotFoundException || e instanceof AccessDeniedException);
  }

  /** Whether the batch shall be sent again; if not, it has been counted as dropped, or is kept. */
  private boolean awaitRetry(IOException e, int items, int attempt, long deadline) {
    if (loop.isClosing()) {
      gaveUp = true;
      if (!queue.isLasting()) {
        drop(items, true);
      }
      return false;
    }
    Duration asked = e instanceof RetryableException later ? later.retryAfter() : Duration.ZERO;
    long pause = timing.pause(attempt, asked);
    boolean again = queue.isLasting() || System.nanoTime() + pause - deadline < 0;
    if (!again) {
      drop(items, false);
      pause = timing.bounded(asked);
    }
    loop.pause(pause);
    return again;
  }

  private void leaveAlone(IOException e) {
    account.failed(e.getMessage());
    leftAloneUntil = System.nanoTime() + LEFT_ALONE_NANOS;
    leftAlone = true;
    AgentLog.warn(
        "exporter "
            + name
            + ": "
            + e.getMessage()
            + "; it takes no "
            + signal.word()
            + ", so none are sent for now ("
            + signal.word()
            + ".exporter=none: never)");
  }

  private void drop(int items, boolean atShutdown) {
    account.dropped(items);
    (atShutdown ? counts.shutdown : counts.failed).add(items);
  }

  private void dropWaiting(int lost) {
    int left = lost;
    for (int taken = queue.isLasting() ? 0 : 1; taken > 0; left += taken) {
      batch.clear();
      taken = queue.drainTo(batch, signal.maxBatch());
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
        exporter.closing().run();
      } catch (Throwable e) {
        report(e);
      }
    }
  }
}
