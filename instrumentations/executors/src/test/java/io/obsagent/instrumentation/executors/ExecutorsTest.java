// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks of a thread pool, and all that the application sees of them. */
@ExtendWith(AgentExtension.class)
class ExecutorsTest {
  private final ThreadPoolExecutor pool = Pools.ofOne(new LinkedBlockingQueue<>());

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void aTaskRunsInTheContextOfItsSubmitterAndTheWorkerKeepsNothing() throws Exception {
    // The first is brought along by a new worker, the second comes out of the queue.
    for (String name : List.of("first", "second")) {
      assertThat(AgentContext.within(name, () -> pool.submit(AgentContext::current)).get())
          .isEqualTo(name);
      assertThat(pool.submit(AgentContext::current).get()).isEqualTo("root");
    }
  }

  @Test
  void aPlainRunnableRunsInTheContextOfItsSubmitter() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();

    AgentContext.within(
        "request",
        () -> {
          pool.execute(() -> seen.complete(AgentContext.current()));
          return null;
        });

    assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("request");
  }

  @Test
  void aWorkerThatATaskHasKilledLeavesNoContextBehind() throws Exception {
    AgentContext.within(
        "request",
        () -> {
          pool.execute(
              () -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
                throw new IllegalStateException("out of stock");
              });
          return null;
        });

    assertThat(pool.submit(AgentContext::current).get()).isEqualTo("root");
  }

  @Test
  void theQueueHoldsWhatTheApplicationPutThere() throws Exception {
    CountDownLatch release = Pools.block(pool);
    Runnable task = release::countDown;

    AgentContext.within(
        "request",
        () -> {
          pool.execute(task);
          return null;
        });

    assertThat(pool.getQueue()).containsExactly(task);
    assertThat(pool.remove(task)).isTrue();
    pool.execute(task);
    assertThat(pool.shutdownNow()).containsExactly(task);
    release.countDown();
  }

  @Test
  void theRejectionHandlerGetsTheTaskAndItsExceptionGoesOut() throws Exception {
    ThreadPoolExecutor small = Pools.ofOne(new ArrayBlockingQueue<>(1));
    CountDownLatch release = Pools.block(small);
    small.execute(() -> {});
    AtomicReference<Runnable> rejected = new AtomicReference<>();
    small.setRejectedExecutionHandler(
        (task, executor) -> {
          rejected.set(task);
          throw new RejectedExecutionException("full");
        });
    Runnable task = () -> {};

    assertThatThrownBy(
            () ->
                AgentContext.within(
                    "request",
                    () -> {
                      small.execute(task);
                      return null;
                    }))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("full");
    assertThat(rejected.get()).isSameAs(task);
    release.countDown();
    small.shutdownNow();
  }

  @Test
  void aScopeThatATaskLeavesOpenDoesNotReachTheNextTask() throws Exception {
    AgentContext.within("request", () -> pool.submit(() -> AgentContext.leave("left open"))).get();

    assertThat(pool.submit(AgentContext::current).get()).isEqualTo("root");
  }

  @Test
  void whatSurroundsATaskSeesItAndItsContext() throws Exception {
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    ThreadPoolExecutor surrounding =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {
          @Override
          protected void beforeExecute(Thread thread, Runnable task) {
            seen.add(task);
            seen.add("before in " + AgentContext.current());
          }

          @Override
          protected void afterExecute(Runnable task, Throwable thrown) {
            seen.add(task);
            seen.add("after in " + AgentContext.current());
          }
        };
    Runnable task = () -> seen.add("run");

    AgentContext.within(
        "request",
        () -> {
          surrounding.execute(task);
          return null;
        });
    surrounding.shutdown();
    surrounding.awaitTermination(60, TimeUnit.SECONDS);

    assertThat(seen).containsExactly(task, "before in request", "run", task, "after in request");
  }
}
