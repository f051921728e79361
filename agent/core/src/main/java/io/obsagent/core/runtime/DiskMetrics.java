// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.host.HostReader;
import io.obsagent.spi.metrics.MetricDefinition;
import java.io.File;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** File systems that are disks, and the devices below them. */
final class DiskMetrics {
  static final MetricDefinition USAGE =
      MetricDefinition.gauge("disk_usage_bytes", "Disk space in use.").unit("By").labels("mount");

  static final MetricDefinition SIZE =
      MetricDefinition.gauge("disk_size_bytes", "Disk space in all.").unit("By").labels("mount");

  static final MetricDefinition UTILIZATION =
      MetricDefinition.gauge("disk_utilization_percentage", "Disk space in use.")
          .unit("%")
          .labels("mount");

  static final MetricDefinition READS =
      MetricDefinition.counter("disk_reads_total", "Reads completed.")
          .labels("device")
          .asOlderThanProcess();

  static final MetricDefinition WRITES =
      MetricDefinition.counter("disk_writes_total", "Writes completed.")
          .labels("device")
          .asOlderThanProcess();

  static final MetricDefinition IOPS =
      MetricDefinition.gauge("disk_iops", "Reads and writes a second, lately.").labels("device");

  static final MetricDefinition THROUGHPUT =
      MetricDefinition.gauge("disk_throughput_mbps", "Megabytes a second read and written, lately.")
          .labels("device");

  /** A host can have thousands (containers, snaps); the first ones are the host's own. */
  private static final int MAX = 64;

  private final ProcFiles files;
  private final HostReader reader;
  private final Map<String, Rate> operations = new HashMap<>();
  private final Map<String, Rate> throughput = new HashMap<>();

  DiskMetrics(ProcFiles files, HostReader reader) {
    this.files = files;
    this.reader = reader;
  }

  void collect(Families out, long nowNanos) {
    usage(out);
    devices(out, nowNanos);
  }

  private void usage(Families out) {
    Families.Family used = out.fill(USAGE);
    Families.Family size = out.fill(SIZE);
    Families.Family percent = out.fill(UTILIZATION);
    for (String mount : mounts()) {
      File directory = new File(mount);
      double total = directory.getTotalSpace();
      if (total > 0) {
        double free = directory.getFreeSpace();
        used.point(total - free, mount);
        size.point(total, mount);
        percent.point((total - free) / total * 100, mount);
      }
    }
    used.end();
    size.end();
    percent.end();
  }

  /**
   * The first mount of each device; the root counts whatever it is (overlay, in a container). What
   * has no device, or is not local, is left out: asking a dead network mount blocks.
   */
  private Collection<String> mounts() {
    Map<String, String> byDevice = new LinkedHashMap<>();
    for (String line : files.lines("proc/self/mounts")) {
      List<String> words = ProcFiles.words(line);
      if (words.size() < 3 || byDevice.size() >= MAX) {
        continue;
      }
      boolean root = words.get(1).equals("/");
      boolean disk = words.get(0).startsWith("/dev/") && !words.get(2).equals("squashfs");
      if ((root || disk) && new File(words.get(1)).isDirectory()) {
        byDevice.putIfAbsent(words.get(0), words.get(1));
      }
    }
    return byDevice.isEmpty() ? JdkReader.mounts() : byDevice.values();
  }

  private void devices(Families out, long nowNanos) {
    Families.Family reads = out.fill(READS);
    Families.Family writes = out.fill(WRITES);
    Families.Family iops = out.fill(IOPS);
    Families.Family megabytes = out.fill(THROUGHPUT);
    List<HostReader.DiskTotals> disks = reader.disks();
    for (HostReader.DiskTotals disk : disks.subList(0, Math.min(MAX, disks.size()))) {
      String name = disk.device();
      reads.point(disk.reads(), name);
      writes.point(disk.writes(), name);
      iops.point(rate(operations, name, disk.reads() + disk.writes(), nowNanos), name);
      megabytes.point(rate(throughput, name, disk.bytes(), nowNanos) / 1e6, name);
    }
    reads.end();
    writes.end();
    iops.end();
    megabytes.end();
  }

  private static double rate(Map<String, Rate> rates, String name, double total, long nowNanos) {
    Rate rate = rates.get(name);
    if (rate == null) {
      rate = new Rate();
      rates.put(name, rate);
    }
    return rate.perSecond(total, nowNanos);
  }
}
