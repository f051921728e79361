// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Wrong tokens, by the address that they came from: after a few of them within a minute, none is
 * looked at until the minute is over. Thread-safe, bounded.
 */
final class Attempts {
  static final int MAX_A_MINUTE = 10;

  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int MAX_ADDRESSES = 256;

  private final LongSupplier nanoTime;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  Attempts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Count(long sinceNanos, int failures) {}

  synchronized boolean mayTry(String address) {
    Count count = counts.get(address);
    return count == null || isOver(count) || count.failures() < MAX_A_MINUTE;
  }

  synchronized void failed(String address) {
    Count count = counts.remove(address);
    if (counts.size() >= MAX_ADDRESSES) {
      counts.remove(counts.keySet().iterator().next());
    }
    counts.put(
        address,
        count == null || isOver(count)
            ? new Count(nanoTime.getAsLong(), 1)
            : new Count(count.sinceNanos(), count.failures() + 1));
  }

  private boolean isOver(Count count) {
    return nanoTime.getAsLong() - count.sinceNanos() >= MINUTE_NANOS;
  }
}
