// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.export.TraceAssembly;
import io.obsagent.spi.metrics.Metrics;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Takes spans from the pipeline, on a thread of its own, to the store. Nothing is made before the
 * first span. Thread-safe.
 */
final class StoreConsumer implements SpanExporter {
  private static final int MAX_PENDING = 5_000;

  /** What is not decided yet may have this part of the store's budget, beside it. */
  private static final int PENDING_PART = 4;

  private static final long SECOND = 1_000_000_000L;

  private final long maxBytes;
  private final Metrics metrics;
  private @Nullable Open open;

  StoreConsumer(long maxBytes, Metrics metrics) {
    this.maxBytes = maxBytes;
    this.metrics = metrics;
  }

  /** What there is from the first span on. */
  private static final class Open implements TraceAssembly.Decider {
    final TraceStore store;
    final TraceAssembly assembly;
    final TraceMetrics metrics;

    Open(long maxBytes, Metrics metrics) {
      this.store = new TraceStore(maxBytes, new SplittableRandom(), StoreConsumer::epochNanos);
      this.assembly = new TraceAssembly(MAX_PENDING, maxBytes / PENDING_PART, this);
      this.metrics = new TraceMetrics(metrics);
    }

    @Override
    public boolean decide(@Nullable FinishedSpan root, List<FinishedSpan> spans, boolean failed) {
      if (root != null) {
        metrics.passed(root, spans, System.nanoTime());
      }
      return store.decide(root, spans, failed);
    }

    @Override
    public void late(FinishedSpan span) {
      store.late(span);
    }
  }

  @Override
  public synchronized int export(List<FinishedSpan> batch) {
    Open opened = open;
    if (opened == null) {
      opened = new Open(maxBytes, metrics);
      open = opened;
    }
    long now = System.nanoTime();
    for (FinishedSpan span : batch) {
      opened.assembly.add(span, now);
    }
    opened.assembly.settle(now);
    return 0;
  }

  private static long epochNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * SECOND + now.getNano();
  }

  /** The store as it is now, with what can be decided by now; null before the first span. */
  synchronized @Nullable TraceStore store() {
    Open opened = open;
    if (opened == null) {
      return null;
    }
    opened.assembly.settle(System.nanoTime());
    return opened.store;
  }

  /** Decides what no span came after, and tells the metrics. */
  synchronized void cycle() {
    TraceStore store = store();
    Open opened = open;
    if (store != null && opened != null) {
      opened.metrics.tell(store.account());
    }
  }

  @Override
  public String endpoint() {
    return TracesFeature.PATH;
  }

  @Override
  public void close() {}
}
