// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.OperatingSystemMXBean;

/** This process, under Prometheus' usual names, and memory under the product's. */
final class ProcessMetrics {
  private static final String STATUS = "proc/self/status";

  /** A runtime image made by jlink may have the beans without what HotSpot adds to them. */
  private static final boolean EXTENDED =
      ModuleLayer.boot().findModule("jdk.management").isPresent();

  private final ProcFiles files;
  private final Cgroup cgroup;
  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final double startSeconds = ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0;

  ProcessMetrics(ProcFiles files, Cgroup cgroup) {
    this.files = files;
    this.cgroup = cgroup;
  }

  void collect(Families out) {
    if (EXTENDED) {
      collectExtended(out);
    }
    out.gauge("process_start_time_seconds", "Start, since the epoch.", "s", startSeconds);
    double resident = files.value(STATUS, "VmRSS:") * 1024;
    out.gauge("process_resident_memory_bytes", "Resident memory.", "By", resident);
    double virtual = files.value(STATUS, "VmSize:") * 1024;
    out.gauge("process_virtual_memory_bytes", "Virtual memory.", "By", virtual);
    out.labelled(Type.GAUGE, "memory_usage_bytes", "Memory in use by area.", "By", "area")
        .point(memory.getHeapMemoryUsage().getUsed(), "heap")
        .point(memory.getNonHeapMemoryUsage().getUsed(), "nonheap")
        .point(resident, "rss")
        .point(cgroup.memoryUsed(), "container")
        .end();
  }

  private void collectExtended(Families out) {
    if (system instanceof com.sun.management.OperatingSystemMXBean sun) {
      double cpu = JvmMetrics.seconds(sun.getProcessCpuTime());
      out.counter("process_cpu_seconds_total", "Processor time used.", "s", cpu);
    }
    if (system instanceof UnixOperatingSystemMXBean unix) {
      double open = unix.getOpenFileDescriptorCount();
      out.gauge("process_open_fds", "Open file descriptors.", "", open);
      double max = unix.getMaxFileDescriptorCount();
      out.gauge("process_max_fds", "File descriptors that may be open.", "", max);
    }
  }
}
