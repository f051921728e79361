// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU time and bytes of operations, as a plain main: on a shared machine only CPU time of short
 * windows, with the contestants in turn and the median taken, repeats.
 */
public final class HotPathBenchmark {
  private static final int WINDOW = 50_000;
  private static final int WINDOWS = 21;

  private HotPathBenchmark() {}

  public static void main(String[] args) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    HotPath sampled = new HotPath("always");
    HotPath unsampled = new HotPath("never");
    Map<String, Runnable> work = new LinkedHashMap<>();
    work.put("server", sampled::server);
    work.put("server, trace continued", sampled::serverContinued);
    work.put("database", sampled::database);
    work.put("redis", sampled::redis);
    work.put("http client", sampled::client);
    work.put("chat over http", sampled::chat);
    work.put("request with jdbc, 2 redis, ai over http", sampled::request);
    work.put("the same, unsampled", unsampled::request);
    Map<String, List<long[]>> results = new LinkedHashMap<>();
    for (int window = 0; window < WINDOWS; window++) {
      work.forEach(
          (name, task) -> {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long nanos = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < WINDOW; i++) {
              task.run();
            }
            results
                .computeIfAbsent(name, key -> new ArrayList<>())
                .add(
                    new long[] {
                      (threads.getCurrentThreadCpuTime() - nanos) / WINDOW,
                      (threads.getCurrentThreadAllocatedBytes() - bytes) / WINDOW
                    });
          });
    }
    results.forEach(
        (name, windows) ->
            System.out.printf(
                "%-45s %6d ns %6d bytes%n", name, median(windows, 0), median(windows, 1)));
  }

  private static long median(List<long[]> windows, int column) {
    long[] warm =
        windows.stream().skip(WINDOWS / 3).mapToLong(window -> window[column]).sorted().toArray();
    return Arrays.stream(warm).skip(warm.length / 2).findFirst().orElse(0);
  }
}
