// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics.Reader;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.LongAdder;

/**
 * Pools whose threads the application has named, read when metrics are collected. A pool becomes
 * known as its first thread begins, which costs far more. Thread-safe.
 */
final class NamedPools implements Reader<Object> {
  /** Of all that are alive. */
  private static final int MAX_POOLS = 500;

  private static final int MAX_NAMES = 100;

  /** Where in what is read. */
  static final int COMPLETED = 5;

  static final int REJECTED = 6;
  private static final String OTHER = "other";
  private static final NamedPools READER = new NamedPools();

  /** With what each has rejected. */
  private static final WeakMap<Object, LongAdder> KNOWN = new WeakMap<>();

  private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

  /** Made when there is a pool. */
  static final class Definitions {
    static final MetricDefinition THREADS =
        gauge("threads", "{thread}", "Threads of a pool, by the name of its threads.");
    static final MetricDefinition ACTIVE =
        gauge("active_threads", "{thread}", "Threads of a pool that run a task.");
    static final MetricDefinition MAX =
        gauge("max_threads", "{thread}", "Threads that a pool may have.");
    static final MetricDefinition QUEUED =
        gauge("queued_tasks", "{task}", "Tasks that wait for a thread of a pool.");
    static final MetricDefinition SCHEDULED =
        gauge("scheduled_tasks", "{task}", "Tasks of a pool that wait for their time.");
    static final MetricDefinition COMPLETED =
        counter("completed_tasks_total", "Tasks that a pool has run.");
    static final MetricDefinition REJECTED =
        counter("rejected_tasks_total", "Tasks that a pool did not take.");
    static final List<MetricDefinition> ALL =
        List.of(THREADS, ACTIVE, MAX, QUEUED, SCHEDULED, COMPLETED, REJECTED);

    private static MetricDefinition gauge(String name, String unit, String help) {
      return MetricDefinition.gauge("thread_pool_" + name, help).unit(unit).labels("pool");
    }

    private static MetricDefinition counter(String name, String help) {
      return MetricDefinition.counter("thread_pool_" + name, help).unit("{task}").labels("pool");
    }
  }

  private NamedPools() {}

  /** The current thread begins to work for a pool of the JDK's. */
  static void working(Object pool) {
    working(pool, READER);
  }

  /**
   * The current thread begins to work for a pool.
   *
   * @param reader of {@link #definitions}
   */
  static void working(Object pool, Reader<Object> reader) {
    if (KNOWN.get(pool) != null) {
      return;
    }
    String name = PoolName.of(Thread.currentThread().getName());
    if (name.isEmpty() || KNOWN.size() >= MAX_POOLS) {
      return;
    }
    LongAdder rejected = new LongAdder();
    if (KNOWN.putIfAbsent(pool, rejected) == rejected) {
      Telemetry.metrics().observe(pool, reader, bounded(name));
    }
  }

  private static String bounded(String name) {
    if (NAMES.contains(name)) {
      return name;
    }
    return NAMES.size() < MAX_NAMES && NAMES.add(name) ? name : OTHER;
  }

  static void rejected(Object pool) {
    LongAdder rejected = KNOWN.get(pool);
    if (rejected != null) {
      rejected.increment();
    }
  }

  @Override
  public List<MetricDefinition> definitions() {
    return Definitions.ALL;
  }

  /** How many tasks a pool has not taken since it is known. */
  static double rejectedBy(Object pool) {
    LongAdder rejected = KNOWN.get(pool);
    return rejected == null ? 0 : rejected.sum();
  }

  /** Of which nothing is there any more but what it has counted. */
  static double[] ended() {
    return values(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  @Override
  public double[] read(Object pool) {
    if (pool instanceof ThreadPoolExecutor threads) {
      return read(threads, rejectedBy(pool));
    }
    return pool instanceof ForkJoinPool forks && !forks.isTerminated()
        ? values(
            forks.getPoolSize(),
            forks.getActiveThreadCount(),
            forks.getParallelism(),
            forks.getQueuedTaskCount() + forks.getQueuedSubmissionCount())
        : ended();
  }

  static double[] values(double threads, double active, double max, double queued) {
    return new double[] {threads, active, max, queued, Double.NaN, Double.NaN, Double.NaN};
  }

  /** What waits for its time is no backlog. */
  private static double[] read(ThreadPoolExecutor pool, double rejected) {
    double[] values =
        pool.isTerminated()
            ? ended()
            : values(
                pool.getPoolSize(),
                pool.getActiveCount(),
                pool.getMaximumPoolSize(),
                pool.getQueue().size());
    if (pool instanceof ScheduledThreadPoolExecutor) {
      values[2] = pool.isTerminated() ? Double.NaN : pool.getCorePoolSize();
      values[4] = values[3];
      values[3] = Double.NaN;
    }
    values[COMPLETED] = pool.getCompletedTaskCount();
    values[REJECTED] = rejected;
    return values;
  }
}
