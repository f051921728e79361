// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.Severity;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait for one exporter, as bytes and bounded by them. When it is full, the oldest
 * below WARN go first; a record below WARN never pushes out a graver one.
 *
 * <pre>
 *   offer ─► encoded, once for all queues ─► minor or grave ─► decoded, on the exporter's thread
 * </pre>
 *
 * In objects a full queue would be 100,000 of them for the collector of garbage to copy, while the
 * application waits.
 */
final class LogQueue implements ExportQueue<FinishedLog> {
  /**
   * What one request holds, about; receivers mostly refuse what is larger than a few of these. As
   * long as it is sent, it is there in objects, which each collection of garbage copies: so it is
   * less in a small heap.
   */
  static final int BATCH_BYTES =
      (int) Math.max(256 << 10, Math.min(1 << 20, Runtime.getRuntime().maxMemory() / 512));

  private final long capacity;
  private final long batch;
  private final Encoding encoding;
  private final Runnable hasBatch;
  private final RecordFifo minor;
  private final RecordFifo grave;
  private long nextNumber;

  /** Of the consumer: the record that it takes. */
  private byte[] taken = new byte[LogCodec.USUAL];

  /** What several queues share: a record is encoded for the first of them only. Thread-safe. */
  static final class Encoding {
    private final LogCodec codec = new LogCodec();
    private @Nullable FinishedLog last;

    private LogCodec of(FinishedLog log) {
      if (log != last) {
        last = null; // of which no half may stay
        codec.encode(log);
        last = log;
      }
      return codec;
    }
  }

  /**
   * @param capacity bytes
   */
  LogQueue(long capacity, Encoding encoding, Runnable hasBatch) {
    this.capacity = capacity;
    this.batch = Math.min(BATCH_BYTES, capacity / 2);
    this.encoding = encoding;
    this.hasBatch = hasBatch;
    ByteFifo.Spares spares = new ByteFifo.Spares();
    this.minor = new RecordFifo(spares);
    this.grave = new RecordFifo(spares);
  }

  @Override
  public int offer(FinishedLog log) {
    int dropped;
    boolean enough;
    synchronized (encoding) {
      LogCodec record = encoding.of(log);
      synchronized (this) {
        long before = bytes();
        dropped = put(record, log.severityNumber() >= Severity.WARN.number());
        enough = before < batch && bytes() >= batch;
      }
    }
    if (enough) {
      hasBatch.run();
    }
    return dropped;
  }

  private int put(LogCodec record, boolean isGrave) {
    long size = RecordFifo.HEAD + record.length();
    long untouchable = isGrave ? 0 : grave.bytes();
    if (untouchable + size > capacity) {
      return 1;
    }
    int dropped = 0;
    while (bytes() + size > capacity) {
      (minor.isEmpty() ? grave : minor).drop();
      dropped++;
    }
    (isGrave ? grave : minor).put(nextNumber++, record.bytes(), record.length());
    return dropped;
  }

  private long bytes() {
    return minor.bytes() + grave.bytes();
  }

  @Override
  public int drainTo(List<FinishedLog> target, int max) {
    return drain(max, length -> target.add(decoded(length)));
  }

  private FinishedLog decoded(int length) {
    try {
      return LogCodec.decode(taken, length);
    } catch (IOException e) {
      throw new IllegalStateException("a record of the queue's own cannot be read", e);
    }
  }

  /** The same, as {@link LogCodec} has them. */
  int drainEncodedTo(List<byte[]> target, int max) {
    return drain(max, length -> target.add(Arrays.copyOf(taken, length)));
  }

  private int drain(int max, IntConsumer each) {
    int count = 0;
    int left = BATCH_BYTES;
    for (int length = 0; count < max && (length = take(count == 0, left)) > 0; count++) {
      each.accept(length);
      left -= length;
    }
    if (taken.length > LogCodec.MOST_KEPT) {
      taken = new byte[LogCodec.USUAL];
    }
    return count;
  }

  /**
   * Takes the oldest of all out.
   *
   * @return its length, or 0 if there is none, or none within the bytes that are left
   */
  private synchronized int take(boolean anyLength, int left) {
    boolean isMinor = grave.isEmpty() || !minor.isEmpty() && minor.number() < grave.number();
    RecordFifo oldest = isMinor ? minor : grave;
    if (oldest.isEmpty() || oldest.length() > left && !anyLength) {
      return 0;
    }
    int length = oldest.length();
    if (length > taken.length) {
      taken = new byte[Math.max(length, 2 * taken.length)];
    }
    oldest.take(taken);
    return length;
  }

  @Override
  public synchronized int size() {
    return minor.count() + grave.count();
  }

  @Override
  public synchronized boolean hasBatch() {
    return bytes() >= batch;
  }

  @Override
  public String bound() {
    return capacity + " bytes";
  }
}
