// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.export.FinishedLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The last records that fit in a number of bytes: segments, of which the oldest goes when a new one
 * is needed and there is no room, and leaves it its memory. Thread-safe.
 */
final class RecordRing {
  private final long mostBytes;
  private final Deque<Segment> segments = new ArrayDeque<>();

  /**
   * @param mostBytes at least those of two segments
   */
  RecordRing(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  synchronized void add(long number, FinishedLog log) {
    Segment last = segments.peekLast();
    if (last != null && last.add(number, log)) {
      return;
    }
    Segment next = null;
    while (!segments.isEmpty() && bytes() + Segment.SIZE > mostBytes) {
      next = segments.removeFirst().anew();
    }
    next = next == null ? new Segment() : next;
    if (next.add(number, log)) {
      segments.addLast(next);
    }
  }

  /** Segment by segment, so that who adds a record need not wait for the whole. */
  void search(LogQuery query, byte[] needle, Hits hits) {
    Iterator<Segment> newestFirst;
    synchronized (this) {
      newestFirst = new ArrayDeque<>(segments).descendingIterator();
    }
    while (newestFirst.hasNext()) {
      Segment segment = newestFirst.next();
      synchronized (this) {
        segment.search(query, needle, hits);
      }
    }
  }

  synchronized long bytes() {
    long bytes = 0;
    for (Segment segment : segments) {
      bytes += segment.size();
    }
    return bytes;
  }

  synchronized long records() {
    long records = 0;
    for (Segment segment : segments) {
      records += segment.count();
    }
    return records;
  }
}
