// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Records that wait for one exporter on disk, so that they outlive the process.
 *
 * <pre>
 *   offer ─► LogQueue ─► (spool thread, within some 20 ms) ─► Spool ─► drainTo ─► exporter
 * </pre>
 *
 * While the disk, or its share of it, is full, they wait in memory, where the oldest below WARN go
 * first; what is on disk already is kept.
 */
final class SpooledLogQueue implements ExportQueue<FinishedLog> {
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Between two attempts to write to a full disk. */
  private static final long FULL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int CHUNK = 1_024;

  private final String exporter;
  private final LogQueue memory;
  private final Spool spool;
  private final Runnable hasBatch;
  private final AgentLoop loop;

  /** Taken from memory, not yet written. */
  private final List<byte[]> moving = new ArrayList<>();

  /** Something has come since the loop last wrote. */
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private volatile int unread;
  private volatile int held;
  private volatile boolean full;
  private boolean told;
  private boolean closed;

  /**
   * @param bytes bound of what waits in memory
   */
  SpooledLogQueue(
      String exporter, Spool spool, long bytes, LogQueue.Encoding encoding, Runnable hasBatch) {
    this.exporter = exporter;
    this.spool = spool;
    this.hasBatch = hasBatch;
    this.loop = new AgentLoop("spool-" + exporter, this::turn);
    this.memory = new LogQueue(bytes, encoding, loop::wake);
    this.unread = spool.unread();
    loop.start();
  }

  @Override
  public int offer(FinishedLog log) {
    int dropped = memory.offer(log);
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      loop.wake();
    }
    return dropped;
  }

  private long turn() {
    if (!scheduled.get() && held == 0) {
      return TimeUnit.HOURS.toNanos(1);
    }
    loop.pause(full ? FULL_NANOS : LINGER_NANOS);
    scheduled.set(false);
    spill();
    if (hasBatch()) {
      hasBatch.run();
    }
    return 0;
  }

  /** Writes what waits in memory, as far as the disk takes it. */
  private synchronized void spill() {
    try {
      while (!closed && (!moving.isEmpty() || memory.drainEncodedTo(moving, CHUNK) > 0)) {
        long bytes = 0;
        for (byte[] record : moving) {
          bytes += SpoolFile.HEAD + record.length;
        }
        if (!spool.hasRoom(bytes)) {
          full("it has what logs.spool.disk-mb allows");
          break;
        }
        spool.append(moving);
        moving.clear();
        full = false;
        told = false;
      }
    } catch (IOException e) {
      full(e.toString());
    }
    held = moving.size();
    unread = spool.unread();
  }

  /** Once for each time that it becomes full. */
  private void full(String reason) {
    full = true;
    if (!told) {
      told = true;
      AgentLog.warn(
          "exporter "
              + exporter
              + ": the spool takes no more log records ("
              + reason
              + "); new ones wait in memory, and beyond logs.queue-mb the oldest below WARN are"
              + " dropped");
    }
  }

  @Override
  public synchronized int drainTo(List<FinishedLog> target, int max) {
    spill();
    int taken = 0;
    try {
      int[] wanted = {max, LogQueue.BATCH_BYTES};
      List<byte[]> records = spool.read(size -> --wanted[0] >= 0 && (wanted[1] -= (int) size) >= 0);
      for (byte[] record : records) {
        try {
          target.add(LogCodec.decode(record, record.length));
          taken++;
        } catch (IOException e) {
          unreadable(e);
        }
      }
    } catch (IOException e) {
      unreadable(e);
    }
    unread = spool.unread();
    return taken;
  }

  private void unreadable(IOException e) {
    AgentLog.limited(
        AgentLog.Level.WARN,
        "spool." + exporter,
        "exporter " + exporter + ": a record of the spool cannot be read: " + e);
  }

  @Override
  public synchronized void done() {
    try {
      spool.commit();
    } catch (IOException e) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "spool." + exporter,
          "exporter "
              + exporter
              + ": the spool cannot note what was delivered, so a later start will deliver it"
              + " again: "
              + e);
    }
  }

  @Override
  public int size() {
    return memory.size() + held + unread;
  }

  /** About: a record is some hundred bytes. */
  @Override
  public boolean hasBatch() {
    return unread >= CHUNK;
  }

  @Override
  public String bound() {
    return memory.bound();
  }

  @Override
  public boolean isLasting() {
    return true;
  }

  /** Writes what is left in memory; what the disk does not take is lost with the process. */
  @Override
  public int close() {
    loop.close();
    synchronized (this) {
      spill();
      closed = true;
      try {
        spool.close();
      } catch (IOException e) {
        AgentLog.debug("while closing the spool of " + exporter + ": " + e);
      }
      return moving.size() + memory.size();
    }
  }
}
