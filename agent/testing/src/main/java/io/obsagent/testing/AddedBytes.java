// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Bytes that the agent adds to a call on the thread that makes it: those in a request that is
 * served, less those on a thread of the agent's, whose calls are not watched. Each is a median, and
 * the agent for tests is asked by both through the same proxy, so that the difference is the same
 * each time, however busy the machine is.
 */
public final class AddedBytes {
  private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  private static final String SAMPLED = UNSAMPLED.substring(0, UNSAMPLED.length() - 1) + "1";
  private static final int CALLS = 301;

  private AddedBytes() {}

  /**
   * To a call whose trace nobody will read.
   *
   * @param call may answer a future, for which is waited elsewhere
   */
  public static long whereUnread(Callable<?> call) throws Exception {
    return served(UNSAMPLED, call) - own(call);
  }

  /** The same of one whose span is kept. */
  public static long whereKept(Callable<?> call) throws Exception {
    return served(SAMPLED, call) - own(call);
  }

  private static long served(String parent, Callable<?> call) throws Exception {
    return Recorded.served(Map.of("traceparent", parent), () -> median(call));
  }

  private static long own(Callable<?> call) throws Exception {
    FutureTask<Long> task = new FutureTask<>(() -> median(call));
    Class<?> type = AgentContext.load("io.obsagent.spi.service.AgentThread");
    ((Thread) type.getConstructor(Runnable.class, String.class).newInstance(task, "bytes")).start();
    return task.get(1, TimeUnit.MINUTES);
  }

  private static long median(Callable<?> call) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] bytes = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      Object answer = call.call();
      bytes[i] = threads.getCurrentThreadAllocatedBytes() - before;
      if (answer instanceof Future<?> later) {
        later.get(1, TimeUnit.MINUTES);
      }
    }
    Arrays.sort(bytes);
    return bytes[CALLS / 2];
  }
}
