// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where whoever knows of an event leaves it, from any thread, a request's included: nothing here
 * waits or throws. Insight takes them from here, some seconds later. Thread-safe.
 */
public final class Events {
  /** How many wait at most; what comes beyond is dropped and counted. */
  static final int MOST_WAITING = 1_000;

  private static final Queue<Event> WAITING = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final AtomicLong DROPPED = new AtomicLong();

  private Events() {}

  /**
   * Leaves an event.
   *
   * @return false if too many wait already, and it is dropped
   */
  public static boolean publish(Event event) {
    if (COUNT.incrementAndGet() > MOST_WAITING) {
      COUNT.decrementAndGet();
      DROPPED.incrementAndGet();
      return false;
    }
    return WAITING.add(event);
  }

  /** Takes all that wait, oldest first. */
  public static List<Event> take() {
    List<Event> taken = new ArrayList<>();
    for (Event next = WAITING.poll(); next != null; next = WAITING.poll()) {
      COUNT.decrementAndGet();
      taken.add(next);
    }
    return taken;
  }

  /** How many were dropped since the start. */
  public static long dropped() {
    return DROPPED.get();
  }
}
