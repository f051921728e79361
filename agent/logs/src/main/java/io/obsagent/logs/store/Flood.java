// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many events are kept within a second: all up to a bound, and of those beyond one in {@value
 * #ONE_IN}. Whoever reads them says when a second is over, so that an event costs one addition and
 * no look at a clock. Thread-safe.
 */
final class Flood {
  static final int ONE_IN = 64;

  /** Of this second. */
  private final AtomicLong events = new AtomicLong();

  private volatile int most;
  private volatile int bound = Integer.MAX_VALUE;

  Flood(int most) {
    this.most = most;
  }

  void most(int atMost) {
    most = atMost;
  }

  /** What is of use, if that is less. */
  void bound(int ofUse) {
    bound = ofUse;
  }

  /** Whether less than the rate is of use just now. */
  boolean isBound() {
    return bound < most;
  }

  /** Whether not all of this second's are kept. */
  boolean isOver() {
    return events.get() > Math.min(most, bound);
  }

  /** Whether the next event is kept. */
  boolean admits() {
    long nth = events.incrementAndGet();
    return nth <= Math.min(most, bound) || nth % ONE_IN == 0;
  }

  /** A second is over; answers how many of its events were not kept. */
  long next() {
    long all = events.getAndSet(0);
    long kept = Math.min(all, Math.min(most, bound));
    return all - kept - (all / ONE_IN - kept / ONE_IN);
  }
}
