// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.testkit;

import com.sun.management.ThreadMXBean;
import io.obsagent.spi.export.FinishedSpan;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

/** Measures what it costs to encode a full batch of a shop's spans. */
public final class EncodingCost {
  private static final int BATCH = 512;
  private static final int WARM_UP = 3_000;
  private static final int ROUNDS = 20;
  private static final int EACH = 100;

  private EncodingCost() {}

  /**
   * Prints the best round, which is the one that the machine disturbed least.
   *
   * @param encoder gives the size of what it wrote
   */
  public static void print(String name, ToIntFunction<List<FinishedSpan>> encoder) {
    List<FinishedSpan> batch = new ArrayList<>();
    while (batch.size() < BATCH) {
      batch.addAll(SampleSpans.shopRequest());
    }
    List<FinishedSpan> spans = Collections.unmodifiableList(batch.subList(0, BATCH));
    int size = 0;
    for (int i = 0; i < WARM_UP; i++) {
      size = encoder.applyAsInt(spans);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < EACH; i++) {
        size = encoder.applyAsInt(spans);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
    System.out.printf(
        "%s: %d ns, %d bytes written, %.1f bytes allocated a span%n",
        name, best / EACH / BATCH, size / BATCH, (double) allocated / ROUNDS / EACH / BATCH);
  }
}
