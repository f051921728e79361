// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue for many producers and one consumer: from the application's threads to one of the
 * agent's. An offer is one compare-and-set and one store: it takes no lock, allocates nothing and
 * wakes nobody.
 */
public final class BoundedQueue<T> {
  private final int capacity;
  private final int mask;
  private final AtomicReferenceArray<T> slots;

  /** The next position to write; slots before it are taken, if not yet filled. */
  private final AtomicLong tail = new AtomicLong();

  /** The next position to read. Written by the consumer, once for each batch. */
  private volatile long head;

  /**
   * @param capacity at least 1
   */
  public BoundedQueue(int capacity) {
    this.capacity = capacity;
    int size = Integer.highestOneBit(Math.max(1, capacity - 1)) << 1;
    this.mask = size - 1;
    this.slots = new AtomicReferenceArray<>(size);
  }

  /** The number of items waiting, this one included, or -1 if there was no room. */
  public int offer(T item) {
    long position;
    long waiting;
    do {
      position = tail.get();
      waiting = position - head;
      if (waiting >= capacity) {
        return -1;
      }
    } while (!tail.compareAndSet(position, position + 1));
    slots.setRelease((int) position & mask, item);
    return (int) waiting + 1;
  }

  /** Moves up to {@code max} items in order; for the one consumer. */
  public int drainTo(List<? super T> target, int max) {
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

  public int size() {
    return (int) (tail.get() - head);
  }

  public int capacity() {
    return capacity;
  }
}
