// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import io.obsagent.spi.host.HostReader;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.OperatingSystemMXBean;

/** This process, under Prometheus' usual names, and memory under the product's. */
final class ProcessMetrics {
  static final MetricDefinition START =
      MetricDefinition.gauge("process_start_time_seconds", "Start, since the epoch.").unit("s");

  static final MetricDefinition RESIDENT =
      MetricDefinition.gauge("process_resident_memory_bytes", "Resident memory.")
          .unit("By")
          .semconv(SemconvName.of("process.memory.usage", "By").asUpDown());

  static final MetricDefinition VIRTUAL =
      MetricDefinition.gauge("process_virtual_memory_bytes", "Virtual memory.")
          .unit("By")
          .semconv(SemconvName.of("process.memory.virtual", "By").asUpDown());

  static final MetricDefinition MEMORY =
      MetricDefinition.gauge("memory_usage_bytes", "Memory in use by area.")
          .unit("By")
          .labels("area");

  static final MetricDefinition CPU =
      MetricDefinition.counter("process_cpu_seconds_total", "Processor time used.")
          .unit("s")
          .semconv(SemconvName.of("jvm.cpu.time", "s"));

  static final MetricDefinition OPEN_FILES =
      MetricDefinition.gauge("process_open_fds", "Open file descriptors.")
          .semconv(SemconvName.of("jvm.file_descriptor.count", "{file_descriptor}").asUpDown());

  static final MetricDefinition MAX_FILES =
      MetricDefinition.gauge("process_max_fds", "File descriptors that may be open.")
          .semconv(SemconvName.of("jvm.file_descriptor.limit", "{file_descriptor}").asUpDown());

  private final HostReader reader;
  private final Cgroup cgroup;
  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final double startSeconds = ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0;

  ProcessMetrics(HostReader reader, Cgroup cgroup) {
    this.reader = reader;
    this.cgroup = cgroup;
  }

  void collect(Families out) {
    if (JdkReader.EXTENDED) {
      collectExtended(out);
    }
    out.add(START, startSeconds);
    HostReader.ProcessMemory own = reader.processMemory();
    out.add(RESIDENT, own.residentBytes());
    out.add(VIRTUAL, own.virtualBytes());
    out.fill(MEMORY)
        .point(memory.getHeapMemoryUsage().getUsed(), "heap")
        .point(memory.getNonHeapMemoryUsage().getUsed(), "nonheap")
        .point(own.residentBytes(), "rss")
        .point(cgroup.memoryUsed(), "container")
        .end();
  }

  private void collectExtended(Families out) {
    if (system instanceof com.sun.management.OperatingSystemMXBean sun) {
      double cpu = JvmMetrics.seconds(sun.getProcessCpuTime());
      out.add(CPU, cpu);
    }
    if (system instanceof UnixOperatingSystemMXBean unix) {
      double open = unix.getOpenFileDescriptorCount();
      out.add(OPEN_FILES, open);
      double max = unix.getMaxFileDescriptorCount();
      out.add(MAX_FILES, max);
    }
  }
}
