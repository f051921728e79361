// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.Severity;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait for one exporter, bounded by their bytes. When it is full, the oldest below
 * WARN go first; a record below WARN never pushes out a graver one.
 */
final class LogQueue implements ExportQueue<FinishedLog> {
  /** What one request holds, about; receivers mostly refuse what is larger than a few of these. */
  static final int BATCH_BYTES = 1 << 20;

  private final long capacity;
  private final long batch;
  private final Runnable hasBatch;
  private final ArrayDeque<Waiting> minor = new ArrayDeque<>();
  private final ArrayDeque<Waiting> grave = new ArrayDeque<>();
  private long nextNumber;
  private long bytes;
  private long minorBytes;

  /**
   * @param number counts up in the order in which they came
   */
  private record Waiting(long number, FinishedLog log) {}

  /**
   * @param capacity bytes
   */
  LogQueue(long capacity, Runnable hasBatch) {
    this.capacity = capacity;
    this.batch = Math.min(BATCH_BYTES, capacity / 2);
    this.hasBatch = hasBatch;
  }

  @Override
  public int offer(FinishedLog log) {
    int dropped;
    boolean enough;
    synchronized (this) {
      long before = bytes;
      dropped = put(log);
      enough = before < batch && bytes >= batch;
    }
    if (enough) {
      hasBatch.run();
    }
    return dropped;
  }

  private int put(FinishedLog log) {
    boolean isGrave = log.severityNumber() >= Severity.WARN.number();
    long untouchable = isGrave ? 0 : bytes - minorBytes;
    if (untouchable + size(log) > capacity) {
      return 1;
    }
    int dropped = 0;
    while (bytes + size(log) > capacity) {
      remove(minor.isEmpty() ? grave : minor);
      dropped++;
    }
    (isGrave ? grave : minor).add(new Waiting(nextNumber++, log));
    bytes += size(log);
    minorBytes += isGrave ? 0 : size(log);
    return dropped;
  }

  @Override
  public synchronized int drainTo(List<FinishedLog> target, int max) {
    int taken = 0;
    long drained = 0;
    for (ArrayDeque<Waiting> next = next(); next != null && taken < max; next = next()) {
      drained += size(next.element().log());
      if (taken > 0 && drained > BATCH_BYTES) {
        break;
      }
      target.add(remove(next));
      taken++;
    }
    return taken;
  }

  /** The one with the oldest. */
  private @Nullable ArrayDeque<Waiting> next() {
    if (minor.isEmpty() || grave.isEmpty()) {
      return minor.isEmpty() ? (grave.isEmpty() ? null : grave) : minor;
    }
    return minor.element().number() < grave.element().number() ? minor : grave;
  }

  private FinishedLog remove(ArrayDeque<Waiting> from) {
    FinishedLog log = from.remove().log();
    bytes -= size(log);
    minorBytes -= from == minor ? size(log) : 0;
    return log;
  }

  private static long size(FinishedLog log) {
    return Math.max(1, log.bytes());
  }

  @Override
  public synchronized int size() {
    return minor.size() + grave.size();
  }

  @Override
  public synchronized boolean hasBatch() {
    return bytes >= batch;
  }

  @Override
  public String bound() {
    return capacity + " bytes";
  }
}
