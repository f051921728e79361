// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue for many producers and one consumer. An offer is one compare-and-set and one
 * store: it takes no lock, allocates nothing and wakes nobody but once, when it becomes half full.
 */
final class ExportRing<T> implements ExportQueue<T> {
  private final int capacity;
  private final int mask;
  private final int halfFull;
  private final int batch;
  private final Runnable hasBatch;
  private final AtomicReferenceArray<T> slots;

  /** The next position to write; slots before it are taken, if not yet filled. */
  private final AtomicLong tail = new AtomicLong();

  /** The next position to read. Written by the consumer, once for each batch. */
  private volatile long head;

  /**
   * @param batch how many are a batch
   */
  ExportRing(int capacity, int batch, Runnable hasBatch) {
    this.capacity = capacity;
    this.halfFull = Math.max(1, capacity / 2);
    this.batch = Math.min(batch, halfFull);
    this.hasBatch = hasBatch;
    int size = Integer.highestOneBit(Math.max(1, capacity - 1)) << 1;
    this.mask = size - 1;
    this.slots = new AtomicReferenceArray<>(size);
  }

  @Override
  public int offer(T item) {
    long position;
    long waiting;
    do {
      position = tail.get();
      waiting = position - head;
      if (waiting >= capacity) {
        return 1;
      }
    } while (!tail.compareAndSet(position, position + 1));
    slots.setRelease((int) position & mask, item);
    if (waiting + 1 == halfFull) {
      hasBatch.run();
    }
    return 0;
  }

  @Override
  public int drainTo(List<T> target, int max) {
    long position = head;
    int taken = 0;
    while (taken < max) {
      int slot = (int) position & mask;
      T item = slots.getAcquire(slot);
      if (item == null) {
        break;
      }
      slots.setPlain(slot, null);
      target.add(item);
      position++;
      taken++;
    }
    head = position;
    return taken;
  }

  @Override
  public int size() {
    return (int) (tail.get() - head);
  }

  @Override
  public boolean hasBatch() {
    return size() >= batch;
  }

  @Override
  public String bound() {
    return capacity + " spans";
  }
}
