// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many events are kept within a second: all up to a bound, and of those beyond one in {@value
 * #ONE_IN}. Allocates nothing, waits for nothing. Thread-safe.
 */
final class Flood {
  static final int ONE_IN = 64;

  /** A second, about: 2^30 nanoseconds. */
  private static final int SECOND_BITS = 30;

  private static final long COUNT_MASK = 0xffff_ffffL;

  private volatile int most;
  private volatile int bound = Integer.MAX_VALUE;

  /** The second, in the upper half, and how many there were in it. */
  private final AtomicLong state = new AtomicLong();

  Flood(int most) {
    this.most = most;
  }

  void most(int events) {
    most = events;
  }

  /** What is of use, if that is less. */
  void bound(int events) {
    if (bound != events) {
      bound = events;
    }
  }

  /** Whether less than the rate is of use just now. */
  boolean isBound() {
    return bound < most;
  }

  /**
   * @param nanos as {@link System#nanoTime}
   */
  boolean admits(long nanos) {
    long second = nanos >>> SECOND_BITS & COUNT_MASK >>> 1;
    long known = state.get();
    if (known >>> 32 != second) {
      state.compareAndSet(known, second << 32);
    }
    long count = state.incrementAndGet() & COUNT_MASK;
    return count <= Math.min(most, bound) || count % ONE_IN == 0;
  }
}
