// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.export.TraceAssembly;
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
  private @Nullable TraceStore store;
  private @Nullable TraceAssembly assembly;

  StoreConsumer(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public synchronized int export(List<FinishedSpan> batch) {
    TraceAssembly traces = assembly();
    long now = System.nanoTime();
    for (FinishedSpan span : batch) {
      traces.add(span, now);
    }
    traces.settle(now);
    return 0;
  }

  private TraceAssembly assembly() {
    TraceAssembly known = assembly;
    if (known == null) {
      TraceStore made = new TraceStore(maxBytes, new SplittableRandom(), StoreConsumer::epochNanos);
      known = new TraceAssembly(MAX_PENDING, maxBytes / PENDING_PART, made);
      store = made;
      assembly = known;
    }
    return known;
  }

  private static long epochNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * SECOND + now.getNano();
  }

  /** The store as it is now, with what can be decided by now; null before the first span. */
  synchronized @Nullable TraceStore store() {
    if (assembly != null) {
      assembly.settle(System.nanoTime());
    }
    return store;
  }

  @Override
  public String endpoint() {
    return TracesFeature.PATH;
  }

  @Override
  public void close() {}
}
