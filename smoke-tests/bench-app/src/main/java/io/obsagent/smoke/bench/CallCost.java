// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;

/**
 * CPU time and bytes that single calls take on the thread of a request, with whatever is around
 * them: a few of each kind within one request, so that no agent's bound on the spans of a trace is
 * met, over the last many requests.
 */
final class CallCost {
  private static final int CALLS = 20;
  private static final int REQUESTS = 500;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<String, Deque<Cost>> costs = new LinkedHashMap<>();
  private final Work work;

  CallCost(Work work) {
    this.work = work;
  }

  /** What some calls have cost together. */
  private record Cost(long nanos, long bytes) {}

  /** A call of one kind. */
  private interface Call {
    Object make() throws Exception;
  }

  /** Makes some calls of each kind. */
  synchronized String measure() throws Exception {
    try (Connection connection = work.database().getConnection();
        PreparedStatement query =
            connection.prepareStatement("SELECT name FROM item WHERE id = ?")) {
      query.setInt(1, 2);
      measure(
          "jdbc",
          () -> {
            try (ResultSet rows = query.executeQuery()) {
              return rows.next();
            }
          });
    }
    measure("jedis", () -> work.jedis().get("greeting"));
    measure("lettuce", () -> work.lettuceConnection().sync().get("greeting"));
    return "";
  }

  private void measure(String kind, Call call) throws Exception {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < CALLS; i++) {
      call.make();
    }
    Cost cost =
        new Cost(
            THREADS.getCurrentThreadCpuTime() - nanos,
            THREADS.getCurrentThreadAllocatedBytes() - bytes);
    Deque<Cost> last = costs.computeIfAbsent(kind, key -> new ArrayDeque<>());
    last.add(cost);
    if (last.size() > REQUESTS) {
      last.remove();
    }
  }

  /** Medians of the last requests, a call, as JSON. */
  synchronized String toJson() {
    StringJoiner all = new StringJoiner(",", "{", "}");
    costs.forEach(
        (kind, last) ->
            all.add(
                String.format(
                    Locale.ROOT,
                    "\"%s\":{\"nanos\":%.1f,\"bytes\":%.1f}",
                    kind,
                    median(last, Cost::nanos),
                    median(last, Cost::bytes))));
    return all.toString();
  }

  private static double median(Deque<Cost> costs, ToLongFunction<Cost> part) {
    long[] sorted = costs.stream().mapToLong(part).sorted().toArray();
    return sorted[sorted.length / 2] / (double) CALLS;
  }
}
