// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.testing.AgentContext;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Thread pools of the tests. */
final class Pools {
  private Pools() {}

  /** With one thread. */
  static ThreadPoolExecutor ofOne(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, queue);
  }

  /** Keeps the pool's only thread busy until the latch is released. */
  static CountDownLatch block(ThreadPoolExecutor pool) throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    pool.execute(
        () -> {
          started.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    started.await();
    return release;
  }

  static void within(String name, Runnable work) {
    try {
      AgentContext.within(
          name,
          () -> {
            work.run();
            return null;
          });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
