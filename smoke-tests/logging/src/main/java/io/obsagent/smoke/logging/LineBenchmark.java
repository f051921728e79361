// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.logging;

import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes the same events through one appender after the other, on one thread, to a stream that only
 * counts. The agent makes JSON of what a pattern would, and leaves the others alone.
 *
 * <pre>
 *   LineBenchmark json|logstash|ecs seconds
 * </pre>
 */
public final class LineBenchmark {
  private static final int ROUNDS = 5;
  private static final int BATCH = 1_000;
  private static final double MEGA = 1e6;

  private LineBenchmark() {}

  /** Counts what is written. */
  static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes += length;
    }
  }

  /** One way to write an event. */
  interface Writer {
    void write(boolean thrown);
  }

  public static void main(String[] arguments) throws Exception {
    String format = arguments[0];
    long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
    Counter counter = new Counter();
    Map<String, Writer> writers = new LinkedHashMap<>();
    LogbackWriters.add(writers, format, counter);
    Log4jWriters.add(writers, format, counter);
    System.out.printf(
        "%-9s %-32s %-10s %12s %9s %11s %13s%n",
        "format", "writer", "event", "events/s", "MB/s", "bytes/line", "allocated/line");
    for (boolean thrown : new boolean[] {false, true}) {
      // Each is compiled before any is measured, and the best of some rounds counts: the others
      // were disturbed.
      writers.values().forEach(writer -> measure(writer, thrown, nanos / 2, counter));
      for (Map.Entry<String, Writer> each : writers.entrySet()) {
        Result best = measure(each.getValue(), thrown, nanos / ROUNDS, counter);
        for (int i = 1; i < ROUNDS; i++) {
          Result again = measure(each.getValue(), thrown, nanos / ROUNDS, counter);
          best = again.seconds / again.events < best.seconds / best.events ? again : best;
        }
        System.out.printf(
            "%-9s %-32s %-10s %,12.0f %9.1f %11.1f %13.0f%n",
            format,
            each.getKey(),
            thrown ? "exception" : "message",
            best.events / best.seconds,
            best.bytes / best.seconds / MEGA,
            (double) best.bytes / best.events,
            (double) best.allocated / best.events);
      }
    }
  }

  private record Result(long events, double seconds, long bytes, long allocated) {}

  private static Result measure(Writer writer, boolean thrown, long nanos, Counter counter) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = counter.bytes;
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    long events = 0;
    do {
      for (int i = 0; i < BATCH; i++) {
        writer.write(thrown);
      }
      events += BATCH;
    } while (System.nanoTime() - start < nanos);
    return new Result(
        events,
        (System.nanoTime() - start) / 1e9,
        counter.bytes - bytes,
        threads.getCurrentThreadAllocatedBytes() - allocated);
  }
}
