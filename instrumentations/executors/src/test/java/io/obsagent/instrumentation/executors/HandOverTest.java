// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.testing.ContextKit;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** What holds wherever work is handed over, of each of the JDK's ways to do so. */
class HandOverTest {
  private static final int THREADS = 3;

  @Nested
  class ByPool extends ContextKit {
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

    @Override
    protected <T> Future<T> handOver(Callable<T> task) {
      return pool.submit(task);
    }

    @Override
    protected int threads() {
      return THREADS;
    }

    @AfterAll
    void stop() {
      pool.shutdownNow();
    }
  }

  @Nested
  class ByScheduler extends ContextKit {
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    @Override
    protected <T> Future<T> handOver(Callable<T> task) {
      return scheduler.schedule(task, 1, TimeUnit.MILLISECONDS);
    }

    @AfterAll
    void stop() {
      scheduler.shutdownNow();
    }
  }

  @Nested
  class ByForkJoin extends ContextKit {
    private final ForkJoinPool pool = new ForkJoinPool(THREADS);

    @Override
    protected <T> Future<T> handOver(Callable<T> task) {
      return pool.submit(task);
    }

    @Override
    protected int threads() {
      return THREADS;
    }

    @AfterAll
    void stop() {
      pool.shutdownNow();
    }
  }

  @Nested
  class ByCompletableFuture extends ContextKit {
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

    @Override
    protected <T> Future<T> handOver(Callable<T> task) {
      return CompletableFuture.supplyAsync(() -> supply(task), pool).thenApply(result -> result);
    }

    @Override
    protected int threads() {
      return THREADS;
    }

    /** The future that is cancelled is not the one that waits for a thread. */
    @Override
    protected boolean cancels() {
      return false;
    }

    private static <T> T supply(Callable<T> task) {
      try {
        return task.call();
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    }

    @AfterAll
    void stop() {
      pool.shutdownNow();
    }
  }
}
