// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.spi.host.HostReader;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeMetricsTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir private File root;

  @Test
  void theMachineAtHandIsMeasured() {
    List<MetricFamily> families = new RuntimeMetrics().collect();

    assertThat(families)
        .extracting(MetricFamily::name)
        .doesNotHaveDuplicates()
        .contains(
            "jvm_memory_used_bytes",
            "jvm_gc_collection_seconds",
            "jvm_threads_current",
            "process_cpu_seconds_total",
            "process_open_fds",
            "cpu_cores",
            "memory_usage_bytes");
    assertThat(value(families, "process_start_time_seconds")).isGreaterThan(1.7e9);
  }

  @Test
  void whatThreadsAllocateIsCountedOnceAndStaysWhenTheyEnd() throws Exception {
    RuntimeMetrics metrics = new RuntimeMetrics();
    double before = value(metrics.collect(), "jvm_memory_allocated_bytes_total");
    CountDownLatch allocated = new CountDownLatch(1);
    CountDownLatch counted = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              byte[] some = new byte[32 << 20];
              allocated.countDown();
              try {
                counted.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              some[0] = 1;
            });
    thread.start();
    allocated.await();
    double after = value(metrics.collect(), "jvm_memory_allocated_bytes_total");
    counted.countDown();
    thread.join();

    assertThat(after - before).isBetween(32.0 * (1 << 20), 200.0 * (1 << 20));
    assertThat(value(metrics.collect(), "jvm_memory_allocated_bytes_total"))
        .isGreaterThanOrEqualTo(after);
  }

  @Test
  void aHostWithoutAnyOfTheFilesIsMeasuredByTheJdk() {
    RuntimeMetrics metrics = new RuntimeMetrics(new ProcFiles(root));
    metrics.collect();
    List<MetricFamily> families = metrics.collect();

    assertThat(families)
        .extracting(MetricFamily::name)
        .contains(
            "jvm_memory_used_bytes",
            "process_cpu_seconds_total",
            "process_virtual_memory_bytes",
            "cpu_cores",
            "cpu_usage_percent",
            "host_cpu_usage_percent",
            "host_memory_total_bytes",
            "host_memory_available_bytes",
            "memory_limit_bytes",
            "memory_available_bytes",
            "memory_utilization_percentage",
            "disk_usage_bytes",
            "disk_size_bytes",
            "disk_utilization_percentage")
        .doesNotContain("disk_iops", "process_resident_memory_bytes", "network_bytes_sent_total");
    assertThat(value(families, "host_cpu_usage_percent")).isBetween(0.0, 100.0);
    assertThat(value(families, "disk_utilization_percentage")).isBetween(0.0, 100.0);
    assertThat(value(families, "memory_available_bytes"))
        .isBetween(1.0, value(families, "memory_limit_bytes"));
  }

  @Test
  void aReaderThatFailsIsLeftOutAndTheNextOneIsAsked() {
    int[] asked = {0};
    HostReader broken =
        new HostReader() {
          @Override
          public Memory memory() {
            asked[0]++;
            throw new UnsatisfiedLinkError("no library");
          }
        };
    HostReaders readers = new HostReaders(List.of(broken, new JdkReader()));

    assertThat(readers.memory().totalBytes()).isPositive();
    assertThat(readers.memory().totalBytes()).isPositive();
    assertThat(asked).containsExactly(1);
  }

  @Test
  void theLimitsOfAVersion2ContainerCount() throws IOException {
    write("proc/meminfo", "MemTotal: 16000000 kB\nMemAvailable: 8000000 kB\n");
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
    write("sys/fs/cgroup/cpu.max", "150000 100000\n");
    write("sys/fs/cgroup/cpu.stat", "usage_usec 2000000\n");
    write("sys/fs/cgroup/memory.max", "1000000\n");
    write("sys/fs/cgroup/memory.current", "600000\n");
    write("sys/fs/cgroup/memory.stat", "inactive_file 100000\n");

    HostMetrics host = host();
    Families first = new Families();
    host.collect(first, 0);
    write("sys/fs/cgroup/cpu.stat", "usage_usec 2750000\n");
    Families second = new Families();
    host.collect(second, SECOND);

    assertThat(value(second.list(), "cpu_cores")).isEqualTo(1.5);
    assertThat(value(second.list(), "cpu_usage_percent")).isCloseTo(50, within(1e-9));
    assertThat(value(second.list(), "memory_limit_bytes")).isEqualTo(1_000_000);
    assertThat(value(second.list(), "memory_available_bytes")).isEqualTo(500_000);
    assertThat(value(second.list(), "memory_utilization_percentage")).isEqualTo(50);
    assertThat(value(second.list(), "host_memory_total_bytes")).isEqualTo(16_384_000_000.0);
    assertThat(value(second.list(), "host_memory_available_bytes")).isEqualTo(8_192_000_000.0);
  }

  @Test
  void theLimitsOfAVersion1ContainerCount() throws IOException {
    write("proc/self/cgroup", "5:cpuacct,cpu:/docker/x\n4:memory:/docker/x\n");
    write("sys/fs/cgroup/cpu/docker/x/tasks", "1\n");
    write("sys/fs/cgroup/cpu/docker/x/cpu.cfs_quota_us", "50000\n");
    write("sys/fs/cgroup/cpu/docker/x/cpu.cfs_period_us", "100000\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

    Cgroup cgroup = new Cgroup(new ProcFiles(root));

    assertThat(cgroup.cpuLimit()).isEqualTo(0.5);
    assertThat(cgroup.memoryLimit()).isNaN();
  }

  @Test
  void aHostsProcessorsAreMeasuredFromProcStat() throws IOException {
    write("proc/stat", "cpu  100 0 100 700 100 0 0 0 0 0\n");
    HostMetrics host = host();
    host.collect(new Families(), 0);
    write("proc/stat", "cpu  150 0 125 725 100 0 0 0 0 0\n");
    Families out = new Families();
    host.collect(out, SECOND);

    assertThat(value(out.list(), "cpu_usage_percent")).isCloseTo(75, within(1e-9));
    assertThat(value(out.list(), "host_cpu_usage_percent")).isCloseTo(75, within(1e-9));
  }

  @Test
  void theHostsProcessorsAreToldApartFromTheContainers() throws IOException {
    write("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
    write("sys/fs/cgroup/cpu.max", "50000 100000\n");
    write("sys/fs/cgroup/cpu.stat", "usage_usec 0\n");
    write("proc/stat", "cpu  0 0 0 0 0 0 0 0 0 0\n");
    HostMetrics host = host();
    host.collect(new Families(), 0);
    write("sys/fs/cgroup/cpu.stat", "usage_usec 5000\n");
    write("proc/stat", "cpu  99 0 0 1 0 0 0 0 0 0\n");
    Families out = new Families();
    host.collect(out, SECOND);

    assertThat(value(out.list(), "cpu_usage_percent")).isCloseTo(1, within(1e-9));
    assertThat(value(out.list(), "host_cpu_usage_percent")).isCloseTo(99, within(1e-9));
  }

  @Test
  void networkInterfacesAreCountedWithoutLoopback() throws IOException {
    write(
        "proc/net/dev",
        "Inter-|   Receive\n face |bytes\n"
            + "    lo: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0\n"
            + "  eth0:1000 90 4 1 0 0 0 0 2000 100 3 2 0 0 0 0\n");

    Families out = new Families();
    new NetworkMetrics(new ProcReader(new ProcFiles(root))).collect(out, 0);

    assertThat(value(out.list(), "network_bytes_received_total")).isEqualTo(1000);
    assertThat(value(out.list(), "network_bytes_sent_total")).isEqualTo(2000);
    assertThat(value(out.list(), "network_packet_loss_rate")).isEqualTo(0.05);
  }

  @Test
  void disksAreCountedWithoutPartitions() throws IOException {
    assertThat(new File(root, "sys/block/sda").mkdirs()).isTrue();
    write("proc/diskstats", " 8 0 sda 10 0 100 5 20 0 300 5 0 0 0\n 8 1 sda1 1 0 1 1 1 0 1 1\n");
    ProcFiles files = new ProcFiles(root);
    DiskMetrics disks = new DiskMetrics(files, new ProcReader(files));
    disks.collect(new Families(), 0);
    write("proc/diskstats", " 8 0 sda 20 0 2100 5 30 0 2300 5 0 0 0\n");
    Families out = new Families();
    disks.collect(out, 2 * SECOND);

    assertThat(value(out.list(), "disk_iops")).isEqualTo(10);
    assertThat(value(out.list(), "disk_throughput_mbps")).isCloseTo(1.024, within(1e-9));
  }

  @Test
  void aRateCoversItsWindowHoweverOftenItIsAsked() {
    Rate rate = new Rate();
    assertThat(rate.perSecond(0, 0)).isNaN();
    assertThat(rate.perSecond(5, SECOND)).isEqualTo(5);
    assertThat(rate.perSecond(100, 10 * SECOND)).isEqualTo(10);
    assertThat(rate.perSecond(100, 11 * SECOND)).isCloseTo(100 / 11.0, within(1e-9));
    assertThat(rate.perSecond(1, 12 * SECOND)).as("a restart").isNaN();
  }

  private HostMetrics host() {
    ProcFiles files = new ProcFiles(root);
    return new HostMetrics(files, new Cgroup(files), new ProcReader(files), new JdkReader());
  }

  private static double value(List<MetricFamily> families, String name) {
    MetricFamily family =
        families.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    return ((NumberPoint) family.points().get(0)).value();
  }

  private void write(String path, String text) throws IOException {
    File file = new File(root, path);
    file.getParentFile().mkdirs();
    Files.writeString(file.toPath(), text);
  }
}
