// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What the process has used so far. Times in nanoseconds of CPU, sizes in bytes; a part that the
 * system does not tell is 0 and its time is in {@code otherCpu}.
 *
 * @param cpu all threads, those that have ended included
 * @param allocated by all live Java threads
 * @param heapUsed with what is dead already, unless it was counted
 */
record ProcessStats(
    long cpu,
    ThreadCpu threads,
    long allocated,
    long heapUsed,
    long heapCommitted,
    long rss,
    long classes) {

  static ProcessStats read() throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new ProcessStats(
        system.getProcessCpuTime(),
        ThreadCpu.read(),
        allocatedBytes(),
        heap.getUsed(),
        heap.getCommitted(),
        ProcFiles.residentBytes(),
        ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
  }

  ProcessStats withHeapUsed(long bytes) {
    return new ProcessStats(cpu, threads, allocated, bytes, heapCommitted, rss, classes);
  }

  String toJson() {
    long other = cpu - threads.jit() - threads.gc() - threads.request();
    return String.format(
        Locale.ROOT,
        "{\"cpu\":%d,\"jitCpu\":%d,\"gcCpu\":%d,\"requestCpu\":%d,\"otherCpu\":%d,"
            + "\"allocated\":%d,\"heapUsed\":%d,\"heapCommitted\":%d,\"rss\":%d,\"classes\":%d}",
        cpu,
        threads.jit(),
        threads.gc(),
        threads.request(),
        other,
        allocated,
        heapUsed,
        heapCommitted,
        rss,
        classes);
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long sum = 0;
    // Not the total that Java 21 can tell: both versions are to be measured the same way.
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }
}
