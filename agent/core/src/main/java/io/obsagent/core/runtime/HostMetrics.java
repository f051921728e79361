// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.host.HostReader;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;

/**
 * Processors and memory of the host, or of the container where it has a limit: what this process
 * can use is what matters. What the host itself has is told apart from that.
 */
final class HostMetrics {
  static final MetricDefinition CORES =
      MetricDefinition.gauge(
          "cpu_cores", "Processors that may be used; a container's limit counts.");

  static final MetricDefinition LOAD =
      MetricDefinition.gauge("cpu_load_average", "Load over the last minute.")
          .semconv(SemconvName.of("jvm.system.cpu.load_1m", "{run_queue_item}"));

  static final MetricDefinition CPU =
      MetricDefinition.gauge("cpu_usage_percent", "Processors in use, of those that may be used.")
          .unit("%");

  static final MetricDefinition HOST_CPU =
      MetricDefinition.gauge(
              "host_cpu_usage_percent",
              "Processors of the host in use by all processes, whatever this one may use.")
          .unit("%");

  static final MetricDefinition HOST_MEMORY =
      MetricDefinition.gauge("host_memory_total_bytes", "Physical memory of the host.").unit("By");

  static final MetricDefinition HOST_AVAILABLE =
      MetricDefinition.gauge(
              "host_memory_available_bytes",
              "Memory of the host that can still be had, whatever this process may use.")
          .unit("By");

  static final MetricDefinition MEMORY_LIMIT =
      MetricDefinition.gauge(
              "memory_limit_bytes", "Memory that may be used; a container's limit counts.")
          .unit("By");

  static final MetricDefinition MEMORY_AVAILABLE =
      MetricDefinition.gauge("memory_available_bytes", "Memory that can still be had.").unit("By");

  static final MetricDefinition MEMORY_UTILIZATION =
      MetricDefinition.gauge("memory_utilization_percentage", "Memory in use, of what may be used.")
          .unit("%");

  private final ProcFiles files;
  private final Cgroup cgroup;
  private final HostReader reader;
  private final JdkReader jdk;
  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
  private final Rate containerCpu = new Rate();
  private final Rate hostBusy = new Rate();
  private final Rate hostTotal = new Rate();
  private final DiskMetrics disks;
  private final NetworkMetrics network;

  HostMetrics(ProcFiles files, Cgroup cgroup, HostReader reader, JdkReader jdk) {
    this.files = files;
    this.cgroup = cgroup;
    this.reader = reader;
    this.jdk = jdk;
    this.disks = new DiskMetrics(files, reader);
    this.network = new NetworkMetrics(reader);
  }

  void collect(Families out, long nowNanos) {
    cpu(out, nowNanos);
    memory(out);
    disks.collect(out, nowNanos);
    network.collect(out, nowNanos);
  }

  private void cpu(Families out, long nowNanos) {
    double limit = cgroup.cpuLimit();
    double cores = Double.isNaN(limit) ? system.getAvailableProcessors() : limit;
    out.add(CORES, cores);
    double load = system.getSystemLoadAverage();
    out.add(LOAD, load < 0 ? Double.NaN : load);
    double host = hostPercent(nowNanos);
    double container = containerCpu.perSecond(cgroup.cpuSeconds(), nowNanos) / limit * 100;
    out.add(CPU, Double.isNaN(limit) ? host : container);
    out.add(HOST_CPU, host);
  }

  /**
   * From the first line of /proc/stat: user nice system idle iowait irq softirq steal; else JDK.
   */
  private double hostPercent(long nowNanos) {
    List<String> lines = files.lines("proc/stat");
    List<String> words = ProcFiles.words(lines.isEmpty() ? "" : lines.get(0));
    if (words.size() < 9) {
      return jdk.cpuPercent();
    }
    double total = 0;
    for (int i = 1; i <= 8; i++) {
      total += ProcFiles.parse(words.get(i));
    }
    double idle = ProcFiles.parse(words.get(4)) + ProcFiles.parse(words.get(5));
    double all = hostTotal.perSecond(total, nowNanos);
    double busy = hostBusy.perSecond(total - idle, nowNanos);
    return all > 0 ? busy / all * 100 : Double.NaN;
  }

  private void memory(Families out) {
    HostReader.Memory host = reader.memory();
    out.add(HOST_MEMORY, host.totalBytes());
    out.add(HOST_AVAILABLE, host.availableBytes());
    double total = host.totalBytes();
    double available = host.availableBytes();
    double limit = cgroup.memoryLimit();
    if (limit < total || Double.isNaN(total)) {
      available = Math.max(0, limit - cgroup.memoryUsed());
      total = limit;
    }
    out.add(MEMORY_LIMIT, total);
    out.add(MEMORY_AVAILABLE, available);
    out.add(MEMORY_UTILIZATION, (total - available) / total * 100);
  }
}
