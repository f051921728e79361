// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Wrong tokens, by the address that they came from. After a few of them within a minute, those that
 * follow are told to wait. Behind a proxy all callers have one address, so the right token counts
 * all the same: nobody is locked out by somebody else's guesses. What keeps a token from being
 * guessed is its length. Thread-safe, bounded.
 */
final class Attempts {
  static final int MAX_A_MINUTE = 10;

  private static final long MINUTE_NANOS = 60_000_000_000L;
  static final int MAX_ADDRESSES = 256;

  private final LongSupplier nanoTime;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  Attempts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Count(long sinceNanos, int failures) {}

  /** Counts a wrong token; whether there were more than a few from the address lately. */
  synchronized boolean failed(String address) {
    Count count = counts.remove(address);
    if (counts.size() >= MAX_ADDRESSES) {
      counts.remove(counts.keySet().iterator().next());
    }
    Count now =
        count == null || isOver(count)
            ? new Count(nanoTime.getAsLong(), 1)
            : new Count(count.sinceNanos(), count.failures() + 1);
    counts.put(address, now);
    return now.failures() > MAX_A_MINUTE;
  }

  private boolean isOver(Count count) {
    return nanoTime.getAsLong() - count.sinceNanos() >= MINUTE_NANOS;
  }
}
