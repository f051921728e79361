// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import io.obsagent.spi.export.FinishedSpan;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue for many producers and one consumer. An offer is one compare-and-set and one
 * store: it takes no lock, allocates nothing and wakes nobody.
 */
final class SpanRing {
  private final int capacity;
  private final int mask;
  private final AtomicReferenceArray<FinishedSpan> slots;

  /** The next position to write; slots before it are taken, if not yet filled. */
  private final AtomicLong tail = new AtomicLong();

  /** The next position to read. Written by the consumer, once for each batch. */
  private volatile long head;

  SpanRing(int capacity) {
    this.capacity = capacity;
    int size = Integer.highestOneBit(Math.max(1, capacity - 1)) << 1;
    this.mask = size - 1;
    this.slots = new AtomicReferenceArray<>(size);
  }

  /** The number of spans waiting, this one included, or -1 if there was no room. */
  int offer(FinishedSpan span) {
    long position;
    long waiting;
    do {
      position = tail.get();
      waiting = position - head;
      if (waiting >= capacity) {
        return -1;
      }
    } while (!tail.compareAndSet(position, position + 1));
    slots.setRelease((int) position & mask, span);
    return (int) waiting + 1;
  }

  /** Moves up to {@code max} spans in order; for the one consumer. */
  int drainTo(List<FinishedSpan> target, int max) {
    long position = head;
    int taken = 0;
    while (taken < max) {
      int slot = (int) position & mask;
      FinishedSpan span = slots.getAcquire(slot);
      if (span == null) {
        break;
      }
      slots.setPlain(slot, null);
      target.add(span);
      position++;
      taken++;
    }
    head = position;
    return taken;
  }

  int size() {
    return (int) (tail.get() - head);
  }

  int capacity() {
    return capacity;
  }
}
