// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Makes the calls in this JVM, and prints for each SDK a line: its name, nanoseconds of the CPU and
 * bytes a call, nanoseconds and bytes a chunk, separated by tabs; NaN for what it has not.
 */
final class AiCalls {
  private static final int ROUNDS = 9;
  private static final int FEW = 1;
  private static final int MANY = 101;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AiCalls() {}

  /** Of this thread, the least of some rounds: what else the machine does only adds. */
  private record Cost(double nanos, double bytes) {
    static Cost of(Runnable work, int calls) {
      for (int i = 0; i < calls; i++) {
        work.run();
      }
      double nanos = Double.MAX_VALUE;
      double bytes = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < calls; i++) {
          work.run();
        }
        nanos = Math.min(nanos, (double) (THREADS.getCurrentThreadCpuTime() - before) / calls);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        bytes = Math.min(bytes, (double) allocated / calls);
      }
      return new Cost(nanos, bytes);
    }

    Cost perChunk(Cost few) {
      return new Cost((nanos - few.nanos) / (MANY - FEW), (bytes - few.bytes) / (MANY - FEW));
    }
  }

  /**
   * @param arguments how many calls a round has
   */
  public static void main(String[] arguments) {
    int calls = Integer.parseInt(arguments[0]);
    for (Sdk sdk : Sdks.named("")) {
      Cost call = Cost.of(sdk::ask, calls);
      Cost chunk = new Cost(Double.NaN, Double.NaN);
      if (sdk.stream(FEW)) {
        int streams = Math.max(1, calls / 10);
        Cost few = Cost.of(() -> sdk.stream(FEW), streams);
        chunk = Cost.of(() -> sdk.stream(MANY), streams).perChunk(few);
      }
      System.out.printf(
          Locale.ROOT,
          "%s\t%.1f\t%.1f\t%.1f\t%.1f%n",
          sdk.name(),
          call.nanos,
          call.bytes,
          chunk.nanos,
          chunk.bytes);
    }
    System.exit(0); // threads of the SDKs would wait for work for a minute
  }
}
