// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * The JVM, under the names of Prometheus' Java client 1.x, which its dashboards know. Deadlocks are
 * not looked for: that stops all threads on every scrape.
 */
final class JvmMetrics {
  private static final double NANOS = 1e9;

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final List<BufferPoolMXBean> buffers =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();

  void collect(Families out) {
    info(out);
    memory(out);
    pools(out);
    collections(out);
    buffers(out);
    threads(out);
    classes(out);
  }

  private static void info(Families out) {
    out.labelled(Type.GAUGE, "jvm_runtime_info", "JVM runtime.", "", "version", "vendor", "runtime")
        .point(
            1,
            System.getProperty("java.runtime.version", "unknown"),
            System.getProperty("java.vm.vendor", "unknown"),
            System.getProperty("java.runtime.name", "unknown"))
        .end();
    CompilationMXBean jit = ManagementFactory.getCompilationMXBean();
    if (jit != null && jit.isCompilationTimeMonitoringSupported()) {
      double seconds = jit.getTotalCompilationTime() / 1000.0;
      out.counter("jvm_compilation_time_seconds_total", "Time spent compiling.", "s", seconds);
    }
  }

  private void memory(Families out) {
    MemoryUsage heap = memory.getHeapMemoryUsage();
    MemoryUsage nonHeap = memory.getNonHeapMemoryUsage();
    area(out, "jvm_memory_used_bytes", "Memory in use.", heap.getUsed(), nonHeap.getUsed());
    area(
        out,
        "jvm_memory_committed_bytes",
        "Memory that the JVM holds.",
        heap.getCommitted(),
        nonHeap.getCommitted());
    area(
        out,
        "jvm_memory_max_bytes",
        "Memory that the JVM may hold.",
        known(heap.getMax()),
        known(nonHeap.getMax()));
    area(
        out,
        "jvm_memory_init_bytes",
        "Memory that the JVM began with.",
        known(heap.getInit()),
        known(nonHeap.getInit()));
  }

  private static void area(Families out, String name, String help, double heap, double nonHeap) {
    out.labelled(Type.GAUGE, name, help, "By", "area")
        .point(heap, "heap")
        .point(nonHeap, "nonheap")
        .end();
  }

  private void pools(Families out) {
    Families.Family used = pool(out, "jvm_memory_pool_used_bytes", "Memory in use in a pool.");
    Families.Family committed =
        pool(out, "jvm_memory_pool_committed_bytes", "Memory that a pool holds.");
    Families.Family max = pool(out, "jvm_memory_pool_max_bytes", "Memory that a pool may hold.");
    Families.Family afterCollection =
        pool(
            out,
            "jvm_memory_pool_collection_used_bytes",
            "Memory in use in a pool after its last collection.");
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = pool.getUsage();
      if (usage != null) {
        used.point(usage.getUsed(), pool.getName());
        committed.point(usage.getCommitted(), pool.getName());
        max.point(known(usage.getMax()), pool.getName());
      }
      MemoryUsage collected = pool.getCollectionUsage();
      if (collected != null) {
        afterCollection.point(collected.getUsed(), pool.getName());
      }
    }
    used.end();
    committed.end();
    max.end();
    afterCollection.end();
  }

  private static Families.Family pool(Families out, String name, String help) {
    return out.labelled(Type.GAUGE, name, help, "By", "pool");
  }

  /** A count and a sum without buckets: what the client library calls a summary. */
  private void collections(Families out) {
    Families.Family seconds =
        out.labelled(
            Type.HISTOGRAM, "jvm_gc_collection_seconds", "Time spent collecting.", "s", "gc");
    for (GarbageCollectorMXBean collector : collectors) {
      seconds.point(
          new HistogramPoint(
              List.of(collector.getName()),
              new double[0],
              new long[] {Math.max(0, collector.getCollectionCount())},
              Math.max(0, collector.getCollectionTime()) / 1000.0,
              new Exemplar[0]));
    }
    seconds.end();
  }

  private void buffers(Families out) {
    Families.Family used =
        pool(out, "jvm_buffer_pool_used_bytes", "Memory in use by direct and mapped buffers.");
    Families.Family capacity =
        pool(out, "jvm_buffer_pool_capacity_bytes", "Capacity of direct and mapped buffers.");
    Families.Family number =
        out.labelled(
            Type.GAUGE, "jvm_buffer_pool_used_buffers", "Direct and mapped buffers.", "", "pool");
    for (BufferPoolMXBean pool : buffers) {
      used.point(pool.getMemoryUsed(), pool.getName());
      capacity.point(pool.getTotalCapacity(), pool.getName());
      number.point(pool.getCount(), pool.getName());
    }
    used.end();
    capacity.end();
    number.end();
  }

  private void threads(Families out) {
    out.gauge("jvm_threads_current", "Live threads.", "", threads.getThreadCount());
    out.gauge("jvm_threads_daemon", "Live daemon threads.", "", threads.getDaemonThreadCount());
    out.gauge("jvm_threads_peak", "Most live threads so far.", "", threads.getPeakThreadCount());
    out.counter(
        "jvm_threads_started_total", "Threads started.", "", threads.getTotalStartedThreadCount());
    int[] states = new int[Thread.State.values().length];
    // Without stack traces this needs no safepoint.
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds(), 0)) {
      if (info != null) {
        states[info.getThreadState().ordinal()]++;
      }
    }
    Families.Family byState =
        out.labelled(Type.GAUGE, "jvm_threads_state", "Live threads by state.", "", "state");
    for (Thread.State state : Thread.State.values()) {
      byState.point(states[state.ordinal()], state.name());
    }
    byState.end();
  }

  private void classes(Families out) {
    out.gauge("jvm_classes_currently_loaded", "Loaded classes.", "", classes.getLoadedClassCount());
    out.counter(
        "jvm_classes_loaded_total", "Classes loaded.", "", classes.getTotalLoadedClassCount());
    out.counter(
        "jvm_classes_unloaded_total", "Classes unloaded.", "", classes.getUnloadedClassCount());
  }

  /** The beans say -1 where there is no bound. */
  private static double known(long value) {
    return value < 0 ? Double.NaN : value;
  }

  static double seconds(long nanos) {
    return nanos < 0 ? Double.NaN : nanos / NANOS;
  }
}
