// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

/**
 * Good and bad events in slots of one length, for as long a time as there is room. A slot takes
 * seven bytes: 27 bits for all events, 27 for the bad ones, one that says whether anybody looked. A
 * slot with more than 134 million events keeps its ratio. Not thread-safe.
 */
final class CountRing {
  private static final int BYTES = 7;
  private static final int BITS = 27;
  private static final long MAX = (1L << BITS) - 1;

  private final long stepMillis;
  private final byte[] slots;
  private final int capacity;

  /** The newest slot there is; those behind by the capacity are gone. */
  private long newest = Long.MIN_VALUE;

  /**
   * What slots add up to.
   *
   * @param observed slots in which somebody looked
   */
  record Sum(long total, long bad, long observed) {
    static final Sum NONE = new Sum(0, 0, 0);

    long good() {
      return total - bad;
    }

    /** Share of bad events; NaN if there was none at all. */
    double errorRatio() {
      return total == 0 ? Double.NaN : (double) bad / total;
    }
  }

  CountRing(long stepMillis, int capacity) {
    this.stepMillis = stepMillis;
    this.capacity = capacity;
    this.slots = new byte[BYTES * capacity];
  }

  long stepMillis() {
    return stepMillis;
  }

  int bytes() {
    return slots.length;
  }

  /** The slot of an instant; what is read off a counter then has happened before. */
  long slotOf(long millis) {
    return Math.floorDiv(millis - 1, stepMillis);
  }

  long newest() {
    return newest;
  }

  long oldest() {
    return newest == Long.MIN_VALUE ? newest : newest - capacity + 1;
  }

  /**
   * Adds events to a slot, and says that somebody looked; nothing if the slot is gone.
   *
   * @param bad at most {@code total}
   */
  void add(long slot, long total, long bad) {
    if (newest == Long.MIN_VALUE) {
      newest = slot;
    }
    for (; newest < slot; newest++) {
      if (slot - newest > capacity) {
        newest = slot - capacity;
      }
      put(newest + 1, 0);
    }
    if (slot <= newest - capacity) {
      return;
    }
    long before = get(slot);
    put(slot, packed(total(before) + total, bad(before) + bad));
  }

  private static long packed(long total, long bad) {
    if (total > MAX) {
      return packed(MAX, Math.round((double) bad / total * MAX));
    }
    return 1L << 2 * BITS | total << BITS | bad;
  }

  private static long total(long packed) {
    return packed >> BITS & MAX;
  }

  private static long bad(long packed) {
    return packed & MAX;
  }

  private int index(long slot) {
    return BYTES * (int) Math.floorMod(slot, (long) capacity);
  }

  private long get(long slot) {
    int index = index(slot);
    long value = 0;
    for (int i = 0; i < BYTES; i++) {
      value = value << 8 | slots[index + i] & 0xff;
    }
    return value;
  }

  private void put(long slot, long value) {
    int index = index(slot);
    long left = value;
    for (int i = BYTES - 1; i >= 0; i--) {
      slots[index + i] = (byte) left;
      left >>= 8;
    }
  }

  /** One slot; nothing if it is not there any more, or not yet. */
  Sum at(long slot) {
    if (newest == Long.MIN_VALUE || slot > newest || slot <= newest - capacity) {
      return Sum.NONE;
    }
    long packed = get(slot);
    return new Sum(total(packed), bad(packed), packed >>> 2 * BITS);
  }

  /** All slots from one to another, both included. */
  Sum sum(long first, long last) {
    if (newest == Long.MIN_VALUE) {
      return Sum.NONE;
    }
    long total = 0;
    long bad = 0;
    long observed = 0;
    long end = Math.min(last, newest);
    for (long slot = Math.max(first, oldest()); slot <= end; slot++) {
      long packed = get(slot);
      total += total(packed);
      bad += bad(packed);
      observed += packed >>> 2 * BITS;
    }
    return new Sum(total, bad, observed);
  }
}
