// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.obsagent.api.Obs;
import io.obsagent.api.Tracked;
import java.io.OutputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that logs by Logback to nowhere, for a comparison with and without the agent.
 *
 * <pre>
 *   FloodApplication line PATTERN                    what a line costs the thread that logs, in an operation
 *   FloodApplication flood LINES CHARACTERS SECONDS  units of work, each of ten lines, at a steady rate of
 *                                                    lines a second: how many were done, and how long one took
 * </pre>
 */
public final class FloodApplication {
  private static final Logger LOG = LoggerFactory.getLogger("shop.orders");
  private static final int LINES_PER_UNIT = 10;
  private static final int LINES_PER_ROUND = 100_000;
  private static final int ROUNDS = 31;
  private static final int THREADS = 2;

  private FloodApplication() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "line" -> line(arguments[1]);
      case "flood" ->
          flood(
              Integer.parseInt(arguments[1]),
              Integer.parseInt(arguments[2]),
              Integer.parseInt(arguments[3]));
      default -> throw new IllegalArgumentException("line or flood, not " + arguments[0]);
    }
  }

  private static void configure(String pattern) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(OutputStream.nullOutputStream());
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(ch.qos.logback.classic.Level.INFO);
    root.addAppender(appender);
  }

  private static void line(String pattern) {
    configure(pattern);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] nanos = new double[ROUNDS];
    double bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (Tracked order = Obs.track("order")) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < LINES_PER_ROUND; i++) {
          LOG.info("order {} placed", i);
        }
        nanos[round] = (double) (threads.getCurrentThreadCpuTime() - start) / LINES_PER_ROUND;
        bytes = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / LINES_PER_ROUND;
        order.success();
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%.0f ns of a core, %.0f bytes a line (median of %d rounds; best %.0f ns)%n",
        nanos[ROUNDS / 2], bytes, ROUNDS, nanos[0]);
  }

  private static void flood(int lines, int characters, int seconds) throws Exception {
    configure("%d %p [%t] %c %m%n");
    Unit[] units = new Unit[THREADS];
    for (int i = 0; i < THREADS; i++) {
      units[i] = new Unit(i, lines / THREADS / LINES_PER_UNIT, characters, seconds);
      units[i].start();
    }
    long peak = 0;
    for (Unit unit : units) {
      while (unit.isAlive()) {
        unit.join(100);
        peak = Math.max(peak, afterCollection());
      }
    }
    report(units, seconds, peak);
  }

  /** Bytes that were in use after the last collection; 0 before it. */
  private static long afterCollection() {
    long used = 0;
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      var info = ((com.sun.management.GarbageCollectorMXBean) each).getLastGcInfo();
      if (info != null) {
        used =
            Math.max(
                used,
                info.getMemoryUsageAfterGc().entrySet().stream()
                    .filter(pool -> pool.getKey().matches("G1 .*|Tenured.*|Eden.*|Survivor.*"))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum());
      }
    }
    return used;
  }

  private static void report(Unit[] units, int seconds, long peak) throws Exception {
    long[] all =
        Arrays.stream(units)
            .flatMapToLong(u -> Arrays.stream(u.nanos, 0, u.done))
            .sorted()
            .toArray();
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long lines = (long) all.length * LINES_PER_UNIT;
    long allocated = Arrays.stream(units).mapToLong(unit -> unit.allocated).sum();
    System.out.printf(
        "%,d lines, %,d/s in %,d units/s; a unit of %d lines took %.1f µs (median), %.1f (p99), %.0f (p99.9),"
            + " %,d bytes a line; %.2f cores, %.2f of them the agent's threads;"
            + " %d MB in use after collection at most, which took %.1f %% of the time%n",
        lines,
        lines / seconds,
        all.length / seconds,
        LINES_PER_UNIT,
        at(all, 0.5),
        at(all, 0.99),
        at(all, 0.999),
        allocated / Math.max(1, lines),
        system.getProcessCpuTime() / 1e9 / seconds,
        agentNanos() / 1e9 / seconds,
        peak >> 20,
        collectionMillis() / 10.0 / seconds);
    // Who has started this reads the agent's numbers now.
    System.in.read();
  }

  /** What the agent's threads, those that live, have had of the cores. */
  private static long agentNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().startsWith("obs-"))
        .mapToLong(info -> threads.getThreadCpuTime(info.getThreadId()))
        .sum();
  }

  private static long collectionMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static double at(long[] sorted, double part) {
    return sorted[(int) ((sorted.length - 1) * part)] / 1e3;
  }

  /** Works at a steady rate; what falls behind is not caught up with. */
  private static final class Unit extends Thread {
    private final int thread;
    private final long interval;
    private final String filling;
    private final int seconds;
    private final long[] nanos;
    private int done;
    private long allocated;

    Unit(int thread, int perSecond, int characters, int seconds) {
      this.thread = thread;
      this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
      this.filling = "x".repeat(characters);
      this.seconds = seconds;
      this.nanos = new long[perSecond * seconds + 1];
    }

    @Override
    public void run() {
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(seconds);
      long due = start;
      for (long now = start; now - end < 0 && done < nanos.length; now = System.nanoTime()) {
        if (now - due < 0) {
          if (due - now > 50_000) {
            LockSupport.parkNanos(due - now);
          }
          continue;
        }
        unit();
        nanos[done++] = System.nanoTime() - now;
        due = Math.max(due + interval, now - TimeUnit.MILLISECONDS.toNanos(100));
      }
      allocated =
          ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
              .getCurrentThreadAllocatedBytes();
    }

    /** No two orders have the same number. */
    private void unit() {
      for (int i = 0; i < LINES_PER_UNIT; i++) {
        LOG.info("order {} placed {}", (done * LINES_PER_UNIT + i) * THREADS + thread, filling);
      }
    }
  }
}
