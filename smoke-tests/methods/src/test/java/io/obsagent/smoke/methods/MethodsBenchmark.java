// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.methods;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * CPU time and bytes that an entry adds to a call, as a plain main under the agent: once without a
 * file, once with one that measures {@code CostTest$Measured#counted}. See docs/own-numbers.md.
 */
final class MethodsBenchmark {
  private static final int WINDOW = 500_000;
  private static final int WINDOWS = 31;

  private MethodsBenchmark() {}

  public static void main(String[] args) throws InterruptedException {
    Thread.sleep(4_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    CostTest.Measured measured = new CostTest.Measured();
    Shop.Order order = Shop.order();
    double[] nanos = new double[WINDOWS];
    double[] bytes = new double[WINDOWS];
    long sum = 0;
    for (int window = 0; window < WINDOWS; window++) {
      long startBytes = threads.getCurrentThreadAllocatedBytes();
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < WINDOW; i++) {
        sum += measured.counted(order, i & 3);
      }
      nanos[window] = (threads.getCurrentThreadCpuTime() - start) / (double) WINDOW;
      bytes[window] = (threads.getCurrentThreadAllocatedBytes() - startBytes) / (double) WINDOW;
    }
    System.out.printf("%.1f ns, %.1f bytes a call (%d)%n", median(nanos), median(bytes), sum);
  }

  private static double median(double[] values) {
    double[] warm = Arrays.copyOfRange(values, values.length / 3, values.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }
}
