// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.Severity;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last records in memory: those from WARN on have a part of their own, so that they outlive a
 * flood of others. Thread-safe.
 */
public final class LogStore {
  /** One part in this many is for records from WARN on. */
  private static final int GRAVE_PART = 4;

  private final RecordRing ordinary;
  private final RecordRing grave;
  private final AtomicLong numbers = new AtomicLong();

  /**
   * Records that were found.
   *
   * @param records newest first
   * @param omitted how many more match
   */
  public record Found(List<FinishedLog> records, int omitted) {}

  /**
   * @param mostBytes at least 2 MiB
   */
  public LogStore(long mostBytes) {
    this.ordinary = new RecordRing(mostBytes - mostBytes / GRAVE_PART);
    this.grave = new RecordRing(mostBytes / GRAVE_PART);
  }

  public void add(FinishedLog log) {
    ring(log.severityNumber()).add(numbers.incrementAndGet(), log);
  }

  private RecordRing ring(int severityNumber) {
    return severityNumber >= Severity.WARN.number() ? grave : ordinary;
  }

  public Found search(LogQuery query) {
    Hits hits = new Hits(query.limit());
    byte[] needle = query.needle();
    grave.search(query, needle, hits);
    hits.beginPart();
    if (query.least() < Severity.WARN.number()) {
      ordinary.search(query, needle, hits);
    }
    return hits.found();
  }

  /** What it takes now. */
  public long bytes() {
    return ordinary.bytes() + grave.bytes();
  }

  public long records() {
    return ordinary.records() + grave.records();
  }
}
