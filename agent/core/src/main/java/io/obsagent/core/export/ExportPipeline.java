// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.diagnostics.AgentReport.Exporter;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;

/**
 * From who finishes spans or log records to their exporters.
 *
 * <pre>
 *                     ┌► queue ─► worker thread ─► exporter
 *  accept ─► (early) ─┤
 *                     ├► queue ─► worker thread ─► exporter
 *                     └► queue ─► worker thread ─► consumer in this process
 * </pre>
 *
 * Until the exporters are there, items wait in the early queue, of the same bound; the first worker
 * then hands them on. Thread-safe.
 */
public final class ExportPipeline<T> implements AutoCloseable {
  private final ExportSignal<T> signal;
  private final ExportQueue.Factory<T> queues;
  private final ExportTiming timing;
  private final ExportCounts counts;
  private final ExportQueue<T> early;
  private final ArrayList<T> moving = new ArrayList<>();
  private final List<NamedExporter<T>> consumers = new ArrayList<>();
  private volatile List<ExportWorker<T>> workers = List.of();

  /** The same, still known while the pipeline closes. */
  private volatile List<ExportWorker<T>> started = List.of();

  /** How many of them, from the first, are exporters. */
  private volatile int exporterCount;

  private volatile Phase phase = Phase.EARLY;
  private long deadline;

  private enum Phase {
    EARLY,
    STARTED,
    CLOSED
  }

  ExportPipeline(
      ExportSignal<T> signal, ExportQueue.Factory<T> queues, ExportTiming timing, Metrics metrics) {
    this.signal = signal;
    this.queues = queues;
    this.timing = timing;
    this.counts = new ExportCounts(metrics, signal);
    this.early = queues.create("", () -> {});
  }

  public static ExportPipeline<FinishedSpan> ofSpans(Config config, Metrics metrics) {
    return ofSpans(
        config.get(ExportOptions.QUEUE_SIZE),
        ExportTiming.withInterval(config.get(ExportOptions.INTERVAL)),
        metrics);
  }

  static ExportPipeline<FinishedSpan> ofSpans(int queueSize, ExportTiming timing, Metrics metrics) {
    return new ExportPipeline<>(
        ExportSignal.TRACES,
        (exporter, hasBatch) -> new SpanQueue(queueSize, hasBatch),
        timing,
        metrics);
  }

  /**
   * Hands it to the exporters; neither blocks nor throws.
   *
   * @return false if each of them had to let one go, this or another, for want of room
   */
  public boolean accept(T item) {
    List<ExportWorker<T>> current = workers;
    if (!current.isEmpty()) {
      return offer(current, item);
    }
    acceptWithoutWorkers(item);
    return true;
  }

  private static <T> boolean offer(List<ExportWorker<T>> workers, T item) {
    boolean hadRoom = false;
    for (int i = 0; i < workers.size(); i++) {
      hadRoom |= workers.get(i).offer(item);
    }
    return hadRoom;
  }

  private void acceptWithoutWorkers(T item) {
    if (phase == Phase.EARLY) {
      counts.queueFull.add(early.offer(item));
    } else if (phase == Phase.CLOSED) {
      counts.shutdown.add(1);
    }
  }

  /** Adds one that takes items in this process, before the start; after it, closes that at once. */
  public synchronized void add(NamedExporter<T> consumer) {
    if (phase == Phase.EARLY) {
      consumers.add(consumer);
    } else {
      consumer.closing().run();
    }
  }

  /**
   * Begins to send; once. With nobody to take them items are let go, those that waited, too. After
   * {@link #close}, which a JVM that ends early calls first, closes the exporters.
   */
  public synchronized void start(List<NamedExporter<T>> exporters) {
    List<NamedExporter<T>> all = new ArrayList<>(exporters);
    all.addAll(consumers);
    if (phase == Phase.CLOSED) {
      all.forEach(named -> named.closing().run());
      return;
    }
    if (phase != Phase.EARLY) {
      throw new IllegalStateException(
          "the pipeline of " + signal.items() + " starts once; it is " + phase);
    }
    List<ExportWorker<T>> made = new ArrayList<>(all.size());
    for (NamedExporter<T> exporter : all) {
      Runnable beforeDrain = made.isEmpty() ? this::handEarlyOn : () -> {};
      made.add(new ExportWorker<>(signal, exporter, queues, timing, counts, beforeDrain));
    }
    phase = Phase.STARTED;
    exporterCount = exporters.size();
    started = List.copyOf(made);
    workers = started;
    if (made.isEmpty()) {
      handEarlyOn();
    }
    made.forEach(ExportWorker::start);
  }

  /** By the first worker before each drain: a thread may have been late with an early item. */
  private void handEarlyOn() {
    if (early.size() == 0) {
      return;
    }
    while (early.drainTo(moving, signal.maxBatch()) > 0) {
      moving.forEach(item -> offer(started, item));
      moving.clear();
    }
    moving.trimToSize();
  }

  /** How the exporters fare. */
  public List<Exporter> exporters() {
    List<Exporter> states = new ArrayList<>();
    List<ExportWorker<T>> all = started;
    for (int i = 0; i < Math.min(exporterCount, all.size()); i++) {
      states.add(all.get(i).state());
    }
    return states;
  }

  /** Asks for what waits to be sent while the caller closes other things. */
  public synchronized void stop() {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (phase == Phase.EARLY) {
      counts.shutdown.add(early.size());
    }
    phase = Phase.CLOSED;
    workers = List.of();
    deadline = System.nanoTime() + timing.shutdown().toNanos();
    started.forEach(ExportWorker::stop);
  }

  /** Waits for that, for at most five seconds since {@link #stop}, and frees what is held. */
  @Override
  public synchronized void close() {
    stop();
    for (ExportWorker<T> worker : started) {
      worker.join(deadline);
    }
  }
}
