// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
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
  private final Allocations allocations = new Allocations();
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
    out.fill(JvmDefinitions.INFO)
        .point(
            1,
            System.getProperty("java.runtime.version", "unknown"),
            System.getProperty("java.vm.vendor", "unknown"),
            System.getProperty("java.runtime.name", "unknown"))
        .end();
    CompilationMXBean jit = ManagementFactory.getCompilationMXBean();
    if (jit != null && jit.isCompilationTimeMonitoringSupported()) {
      double seconds = jit.getTotalCompilationTime() / 1000.0;
      out.add(JvmDefinitions.COMPILATION, seconds);
    }
  }

  private void memory(Families out) {
    MemoryUsage heap = memory.getHeapMemoryUsage();
    MemoryUsage nonHeap = memory.getNonHeapMemoryUsage();
    area(out, JvmDefinitions.MEMORY_USED, heap.getUsed(), nonHeap.getUsed());
    area(out, JvmDefinitions.MEMORY_COMMITTED, heap.getCommitted(), nonHeap.getCommitted());
    area(out, JvmDefinitions.MEMORY_MAX, known(heap.getMax()), known(nonHeap.getMax()));
    area(out, JvmDefinitions.MEMORY_INIT, known(heap.getInit()), known(nonHeap.getInit()));
  }

  private static void area(Families out, MetricDefinition definition, double heap, double nonHeap) {
    out.fill(definition).point(heap, "heap").point(nonHeap, "nonheap").end();
  }

  private void pools(Families out) {
    Families.Family used = out.fill(JvmDefinitions.POOL_USED);
    Families.Family committed = out.fill(JvmDefinitions.POOL_COMMITTED);
    Families.Family max = out.fill(JvmDefinitions.POOL_MAX);
    Families.Family afterCollection = out.fill(JvmDefinitions.POOL_COLLECTION_USED);
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

  private void collections(Families out) {
    Families.Family seconds = out.fill(JvmDefinitions.COLLECTIONS);
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
    Families.Family used = out.fill(JvmDefinitions.BUFFERS_USED);
    Families.Family capacity = out.fill(JvmDefinitions.BUFFERS_CAPACITY);
    Families.Family number = out.fill(JvmDefinitions.BUFFERS);
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
    out.add(JvmDefinitions.THREADS, threads.getThreadCount());
    out.add(JvmDefinitions.THREADS_DAEMON, threads.getDaemonThreadCount());
    out.add(JvmDefinitions.THREADS_PEAK, threads.getPeakThreadCount());
    out.add(JvmDefinitions.THREADS_STARTED, threads.getTotalStartedThreadCount());
    int[] states = new int[Thread.State.values().length];
    // Without stack traces this needs no safepoint.
    long[] ids = threads.getAllThreadIds();
    for (ThreadInfo info : threads.getThreadInfo(ids, 0)) {
      if (info != null) {
        states[info.getThreadState().ordinal()]++;
      }
    }
    Families.Family byState = out.fill(JvmDefinitions.THREADS_STATE);
    for (Thread.State state : Thread.State.values()) {
      byState.point(states[state.ordinal()], state.name());
    }
    byState.end();
    double allocated = allocations.total(threads, ids);
    if (!Double.isNaN(allocated)) {
      out.add(JvmDefinitions.ALLOCATED, allocated);
    }
  }

  private void classes(Families out) {
    out.add(JvmDefinitions.CLASSES, classes.getLoadedClassCount());
    out.add(JvmDefinitions.CLASSES_LOADED, classes.getTotalLoadedClassCount());
    out.add(JvmDefinitions.CLASSES_UNLOADED, classes.getUnloadedClassCount());
  }

  /** The beans say -1 where there is no bound. */
  private static double known(long value) {
    return value < 0 ? Double.NaN : value;
  }

  static double seconds(long nanos) {
    return nanos < 0 ? Double.NaN : nanos / NANOS;
  }
}
