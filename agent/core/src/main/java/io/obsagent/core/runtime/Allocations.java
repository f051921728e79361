// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytes that the live threads have allocated, added up from look to look; what a thread allocates
 * between a look and its end is missing. Virtual threads count with their carriers. For one caller
 * at a time.
 */
final class Allocations {
  private Map<Long, Long> before = Map.of();
  private double total;

  /**
   * @param ids of the live threads
   * @return bytes since the agent began to look; NaN where the JVM does not count them
   */
  synchronized double total(ThreadMXBean threads, long[] ids) {
    if (!JdkReader.EXTENDED
        || !(threads instanceof com.sun.management.ThreadMXBean sun)
        || !sun.isThreadAllocatedMemorySupported()
        || !sun.isThreadAllocatedMemoryEnabled()) {
      return Double.NaN;
    }
    long[] bytes = sun.getThreadAllocatedBytes(ids);
    Map<Long, Long> now = new HashMap<>(2 * ids.length);
    for (int i = 0; i < ids.length; i++) {
      if (bytes[i] >= 0) {
        now.put(ids[i], bytes[i]);
        total += bytes[i] - before.getOrDefault(ids[i], 0L);
      }
    }
    before = now;
    return total;
  }
}
