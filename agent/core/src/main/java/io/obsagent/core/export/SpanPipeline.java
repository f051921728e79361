// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.core.span.SpanSink;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.diagnostics.AgentReport.Exporter;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.BoundedQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * From the request threads to the exporters.
 *
 * <pre>
 *                     ┌► queue ─► worker thread ─► exporter
 *  accept ─► (early) ─┤
 *                     ├► queue ─► worker thread ─► exporter
 *                     └► queue ─► worker thread ─► consumer in this process
 * </pre>
 *
 * Until the exporters are there, spans wait in the early queue, of the same bound; the first worker
 * then hands them on. Thread-safe.
 */
public final class SpanPipeline implements SpanSink, AutoCloseable {
  private static final ExportWorker[] NONE = {};

  private final int queueSize;
  private final ExportTiming timing;
  private final ExportCounts counts;
  private final BoundedQueue<FinishedSpan> early;
  private final ArrayList<FinishedSpan> moving = new ArrayList<>();
  private final List<NamedExporter> consumers = new ArrayList<>();
  private volatile ExportWorker[] workers = NONE;

  /** The same, still known while the pipeline closes. */
  private volatile ExportWorker[] started = NONE;

  /** How many of them, from the first, are exporters. */
  private volatile int exporterCount;

  private volatile Phase phase = Phase.EARLY;

  private enum Phase {
    EARLY,
    STARTED,
    CLOSED
  }

  public SpanPipeline(Config config, Metrics metrics) {
    this(
        config.get(ExportOptions.QUEUE_SIZE),
        ExportTiming.withInterval(config.get(ExportOptions.INTERVAL)),
        metrics);
  }

  SpanPipeline(int queueSize, ExportTiming timing, Metrics metrics) {
    this.queueSize = queueSize;
    this.timing = timing;
    this.counts = new ExportCounts(metrics);
    this.early = new BoundedQueue<>(queueSize);
  }

  @Override
  public void accept(FinishedSpan span) {
    ExportWorker[] current = workers;
    if (current.length > 0) {
      for (ExportWorker worker : current) {
        worker.offer(span);
      }
    } else {
      acceptWithoutWorkers(span);
    }
  }

  private void acceptWithoutWorkers(FinishedSpan span) {
    if (phase == Phase.EARLY) {
      if (early.offer(span) < 0) {
        counts.queueFull.add(1);
      }
    } else if (phase == Phase.CLOSED) {
      counts.shutdown.add(1);
    }
  }

  /** Adds one that takes spans in this process, before the start; after it, closes that at once. */
  @Override
  public synchronized void add(String name, SpanExporter consumer) {
    if (phase == Phase.EARLY) {
      consumers.add(new NamedExporter(name, consumer));
    } else {
      consumer.close();
    }
  }

  /**
   * Begins to send; once. With nobody to take them spans are let go, those that waited, too. After
   * {@link #close}, which a JVM that ends early calls first, closes the exporters.
   */
  public synchronized void start(List<NamedExporter> exporters) {
    List<NamedExporter> all = new ArrayList<>(exporters);
    all.addAll(consumers);
    if (phase == Phase.CLOSED) {
      all.forEach(named -> named.exporter().close());
      return;
    }
    if (phase != Phase.EARLY) {
      throw new IllegalStateException("the span pipeline starts once; it is " + phase);
    }
    List<ExportWorker> made = new ArrayList<>(all.size());
    for (NamedExporter exporter : all) {
      Runnable beforeDrain = made.isEmpty() ? this::handEarlyOn : () -> {};
      made.add(new ExportWorker(exporter, queueSize, timing, counts, beforeDrain));
    }
    phase = Phase.STARTED;
    exporterCount = exporters.size();
    started = made.toArray(NONE);
    workers = started;
    if (made.isEmpty()) {
      handEarlyOn();
    }
    made.forEach(ExportWorker::start);
  }

  /** By the first worker before each drain: a thread may have been late with an early span. */
  private void handEarlyOn() {
    if (early.size() == 0 || early.drainTo(moving, queueSize) == 0) {
      return;
    }
    for (FinishedSpan span : moving) {
      for (ExportWorker worker : started) {
        worker.offer(span);
      }
    }
    moving.clear();
    moving.trimToSize();
  }

  /** How the exporters fare. */
  public List<Exporter> exporters() {
    List<Exporter> states = new ArrayList<>();
    for (int i = 0; i < exporterCount; i++) {
      states.add(started[i].state());
    }
    return states;
  }

  /** Sends what waits, for at most five seconds, and frees threads and connections. */
  @Override
  public synchronized void close() {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (phase == Phase.EARLY) {
      counts.shutdown.add(early.drainTo(moving, queueSize));
      moving.clear();
    }
    phase = Phase.CLOSED;
    workers = NONE;
    long deadline = System.nanoTime() + timing.shutdown().toNanos();
    for (ExportWorker worker : started) {
      worker.stop();
    }
    for (ExportWorker worker : started) {
      worker.join(deadline);
    }
  }
}
