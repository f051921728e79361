// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.service.BoundedQueue;
import java.util.List;

/** Spans that wait for one exporter, bounded by their number. An offer takes no lock. */
final class SpanQueue implements ExportQueue<FinishedSpan> {
  private final BoundedQueue<FinishedSpan> queue;
  private final int halfFull;
  private final Runnable hasBatch;

  SpanQueue(int capacity, Runnable hasBatch) {
    this.queue = new BoundedQueue<>(capacity);
    this.halfFull = Math.max(1, capacity / 2);
    this.hasBatch = hasBatch;
  }

  @Override
  public int offer(FinishedSpan span) {
    int waiting = queue.offer(span);
    if (waiting == halfFull) {
      hasBatch.run();
    }
    return waiting < 0 ? 1 : 0;
  }

  @Override
  public int drainTo(List<FinishedSpan> target, int max) {
    return queue.drainTo(target, max);
  }

  @Override
  public int size() {
    return queue.size();
  }

  @Override
  public boolean hasBatch() {
    return queue.size() >= Math.min(ExportSignal.TRACES.maxBatch(), halfFull);
  }

  @Override
  public String bound() {
    return queue.capacity() + " spans";
  }
}
