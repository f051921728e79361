// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.spi.service.AgentThread;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread for one receiver, there only while there is something to tell. */
public final class ReceiverThread {
  public static final int QUEUE = 1_000;

  private ReceiverThread() {}

  public static ThreadPoolExecutor create(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            // Its context class loader is the agent's, where mail finds its providers.
            task -> new AgentThread(task, name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
