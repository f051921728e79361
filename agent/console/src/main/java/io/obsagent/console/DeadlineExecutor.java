// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.service.AgentLoop;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads that answer, each for a bounded time. The JDK's server reads a request on the
 * thread that answers it, and its only time-outs are system properties that would change the
 * application's servers, too. So a caller that dribbles its request, or does not take the answer,
 * is cut off from here: interrupting a thread closes the channel it blocks on.
 */
final class DeadlineExecutor implements Executor {
  private static final long IDLE_SECONDS = 30;

  /** While nothing runs, there is nothing to look after; the first request wakes it. */
  private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

  private final ThreadPoolExecutor pool;
  private final AgentLoop watch;
  private final long deadlineNanos;

  /** When each is due. */
  private final Map<Thread, Long> running = new HashMap<>();

  DeadlineExecutor(ServerSettings settings, ThreadFactory threads) {
    deadlineNanos = settings.deadline().toNanos();
    pool =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.queue()),
            threads);
    pool.allowCoreThreadTimeOut(true);
    watch = new AgentLoop("server-deadlines", this::interruptOverdue).start();
  }

  /**
   * @throws java.util.concurrent.RejectedExecutionException if too many wait: the server closes the
   *     connection
   */
  @Override
  public void execute(Runnable task) {
    execute(task, deadlineNanos);
  }

  /**
   * @param nanos within which it must be done
   * @throws java.util.concurrent.RejectedExecutionException if too many wait
   */
  void execute(Runnable task, long nanos) {
    pool.execute(() -> run(task, nanos));
  }

  private void run(Runnable task, long nanos) {
    Thread thread = Thread.currentThread();
    synchronized (running) {
      if (running.isEmpty() || nanos < deadlineNanos) {
        watch.wake();
      }
      running.put(thread, System.nanoTime() + nanos);
    }
    try {
      task.run();
    } finally {
      synchronized (running) {
        running.remove(thread);
        Thread.interrupted();
      }
    }
  }

  /** Nanoseconds until the next one is due. */
  private long interruptOverdue() {
    long next = IDLE_NANOS;
    synchronized (running) {
      long now = System.nanoTime();
      for (Iterator<Map.Entry<Thread, Long>> i = running.entrySet().iterator(); i.hasNext(); ) {
        Map.Entry<Thread, Long> entry = i.next();
        long left = entry.getValue() - now;
        if (left <= 0) {
          entry.getKey().interrupt();
          i.remove();
        } else {
          next = Math.min(next, left);
        }
      }
    }
    return next;
  }

  void close() {
    watch.close();
    pool.shutdownNow();
  }
}
