// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import io.obsagent.spi.health.HealthComponent.Weight;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;

/** What the process itself can run out of, or be stuck in. */
final class ProcessChecks {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private ProcessChecks() {}

  /**
   * @param loopLimit so long may an event loop be blocked
   */
  static List<Check> all(Duration loopLimit) {
    Duration half = loopLimit.dividedBy(2);
    Duration between = half.compareTo(SHORTEST) < 0 ? SHORTEST : half;
    return List.of(
        new Check("threads", ProcessChecks::deadlock, INTERVAL, TIMEOUT, Weight.LIVENESS),
        new Check(EventLoops.NAME, new EventLoops(loopLimit), between, TIMEOUT, Weight.LIVENESS),
        check(
            "disk", "max(disk_utilization_percentage) < 95 or absent(disk_utilization_percentage)"),
        check(
            "heap",
            "sum(jvm_memory_pool_collection_used_bytes) / sum(jvm_memory_max_bytes{area=\"heap\"})"
                + " < 0.95 or absent(jvm_memory_pool_collection_used_bytes)"),
        check(
            "file descriptors",
            "process_open_fds / process_max_fds < 0.9 or absent(process_max_fds)"));
  }

  private static Check check(String name, String promql) {
    Probe probe = Probe.of("promql", promql);
    Probe told =
        (insight, timeout) -> probe.ask(insight, timeout).isEmpty() ? "" : "is nearly used up";
    return new Check(name, told, INTERVAL, TIMEOUT, Weight.NORMAL);
  }

  private static String deadlock(Insight insight, Duration timeout) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] stuck = threads.findDeadlockedThreads();
    if (stuck == null) {
      return "";
    }
    StringBuilder names = new StringBuilder();
    for (ThreadInfo thread : threads.getThreadInfo(stuck)) {
      if (thread != null && names.length() < 150) {
        names.append(names.isEmpty() ? "" : ", ").append(thread.getThreadName());
      }
    }
    return stuck.length + " threads wait for each other for ever: " + names;
  }
}
