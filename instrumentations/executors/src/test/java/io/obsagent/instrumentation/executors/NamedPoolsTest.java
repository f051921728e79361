// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(AgentExtension.class)
class NamedPoolsTest {
  private final CountDownLatch release = new CountDownLatch(1);

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> new Thread(task, prefix + count.incrementAndGet());
  }

  private static @Nullable Double of(String metric, String pool) {
    return Recorded.metric("thread_pool_" + metric + "{pool=\"" + pool + "\"}");
  }

  private void hold() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(String metric, String pool, double value) {
    Recorded.await(
        () -> Double.valueOf(value).equals(of(metric, pool)),
        () -> metric + " of " + pool + ": " + of(metric, pool));
  }

  @Test
  void aPoolTellsItsThreadsItsQueueAndWhatItRejected() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(2), named("mail-"));
    try {
      pool.execute(this::hold);
      await("active_threads", "mail", 1);
      pool.execute(this::hold);
      pool.execute(this::hold);
      assertThatThrownBy(() -> pool.execute(this::hold))
          .isInstanceOf(RejectedExecutionException.class);

      await("queued_tasks", "mail", 2);
      await("threads", "mail", 1);
      await("max_threads", "mail", 1);
      await("rejected_tasks_total", "mail", 1);
    } finally {
      release.countDown();
      pool.shutdown();
    }
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    await("completed_tasks_total", "mail", 3);
    Recorded.await(() -> of("threads", "mail") == null, () -> "the pool has ended");
  }

  @Test
  void whatWaitsForItsTimeIsNoBacklog() throws Exception {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(2, named("clock-"));
    try {
      pool.schedule(() -> {}, 1, TimeUnit.HOURS);
      await("scheduled_tasks", "clock", 1);
      assertThat(of("queued_tasks", "clock")).isNull();
      await("max_threads", "clock", 2);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void poolsOfForksAreKnownToo() throws Exception {
    ForkJoinPool pool =
        new ForkJoinPool(
            2,
            owner -> {
              ForkJoinWorkerThread thread =
                  ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(owner);
              thread.setName("crunch-" + thread.getPoolIndex());
              return thread;
            },
            null,
            false);
    try {
      pool.execute(this::hold);
      await("active_threads", "crunch", 1);
      await("max_threads", "crunch", 2);
    } finally {
      release.countDown();
      pool.shutdown();
    }
  }

  @Test
  void aPoolWithoutANameIsLeftOut() throws Exception {
    ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
    try {
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      assertThat(Recorded.seriesNames())
          .noneMatch(series -> series.startsWith("thread_pool_threads{pool=\"pool-"));
    } finally {
      pool.shutdown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http-nio-8080-exec-3, http-nio-8080-exec",
    "task-12, task",
    "Worker #4, Worker",
    "jobs[2], jobs",
    "OkHttp Dispatcher, OkHttp Dispatcher",
    "HttpClient-12-Worker-3, HttpClient",
    "pool-4-thread-1, ''",
    "pool-mail-thread-1, pool-mail-thread",
    "ForkJoinPool-1-worker-3, ''",
    "Thread-7, ''",
    "obs-insight, ''",
    "42, ''"
  })
  void aPoolIsNamedByItsThreads(String thread, String pool) {
    assertThat(PoolName.of(thread)).isEqualTo(pool);
  }
}
