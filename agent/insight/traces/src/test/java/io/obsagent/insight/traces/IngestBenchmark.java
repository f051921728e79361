// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import com.sun.management.ThreadMXBean;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanCopy;
import io.opentelemetry.api.trace.SpanKind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * CPU time and bytes of the store's thread for a span of a trace of six, as a plain main; in short
 * windows, of which the median is taken.
 */
public final class IngestBenchmark {
  private static final int TRACES = 20_000;
  private static final int WINDOWS = 15;
  private static final int SPANS = 6;
  private static final int BATCH = 510;
  private static final long MILLI = 1_000_000;

  private IngestBenchmark() {}

  public static void main(String[] args) {
    run("all is well", 0);
    run("one in a hundred fails", 100);
  }

  private static void run(String what, int failing) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    StoreConsumer consumer = new StoreConsumer(24 << 20, new TestMetrics());
    long[] nanos = new long[WINDOWS];
    long[] bytes = new long[WINDOWS];
    for (int window = 0; window < WINDOWS; window++) {
      List<FinishedSpan> spans = spans((long) window * TRACES, failing);
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long start = threads.getCurrentThreadCpuTime();
      for (int from = 0; from < spans.size(); from += BATCH) {
        consumer.export(spans.subList(from, Math.min(spans.size(), from + BATCH)));
      }
      nanos[window] = (threads.getCurrentThreadCpuTime() - start) / spans.size();
      bytes[window] = (threads.getCurrentThreadAllocatedBytes() - allocated) / spans.size();
    }
    System.out.printf("%-25s %5d ns %5d bytes a span%n", what, median(nanos), median(bytes));
  }

  private static long median(long[] windows) {
    long[] warm = Arrays.copyOfRange(windows, WINDOWS / 3, WINDOWS);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  private static List<FinishedSpan> spans(long first, int failing) {
    List<FinishedSpan> spans = new ArrayList<>(TRACES * SPANS);
    for (long trace = first + 1; trace <= first + TRACES; trace++) {
      for (int child = 2; child <= SPANS; child++) {
        spans.add(
            Spans.span(
                trace,
                child,
                1,
                SpanKind.CLIENT,
                child * MILLI,
                (child + 1) * MILLI,
                "SELECT items",
                Map.of(
                    "db.system.name",
                    "postgresql",
                    "db.query.text",
                    "SELECT * FROM items WHERE id = ?")));
      }
      SpanCopy root =
          Spans.span(
              trace,
              1,
              0,
              SpanKind.SERVER,
              0,
              10 * MILLI + trace % 1_000,
              "GET /items/{id}",
              Map.of("http.route", "/items/{id}", "http.request.method", "GET"));
      spans.add(failing > 0 && trace % failing == 0 ? Spans.failed(root, "boom") : root);
    }
    return spans;
  }
}
