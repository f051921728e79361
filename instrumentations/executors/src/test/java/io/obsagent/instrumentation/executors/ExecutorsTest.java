// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class ExecutorsTest {
  private final ThreadPoolExecutor pool = pool(new LinkedBlockingQueue<>());
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
  private final ForkJoinPool forkJoin = new ForkJoinPool(2);

  @AfterEach
  void stop() {
    pool.shutdownNow();
    scheduler.shutdownNow();
    forkJoin.shutdownNow();
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

    assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("request");
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
    CountDownLatch release = block(pool);
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
    ThreadPoolExecutor small = pool(new ArrayBlockingQueue<>(1));
    CountDownLatch release = block(small);
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
  void oneObjectSubmittedInSeveralContextsRunsInEach() throws Exception {
    CountDownLatch release = block(pool);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Runnable task = () -> seen.add(AgentContext.current());
    for (String name : List.of("one", "other", "one")) {
      AgentContext.within(
          name,
          () -> {
            pool.execute(task);
            return null;
          });
    }
    pool.execute(task);

    release.countDown();

    for (String name : List.of("one", "other", "one", "root")) {
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(name);
    }
  }

  private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

  @Test
  void aLambdaThatCapturesNothingRunsInTheContextOfEachOfItsSubmissions() throws Exception {
    SEEN.clear();
    CountDownLatch release = block(pool);
    for (String name : List.of("root", "one", "other", "root")) {
      if (name.equals("root")) {
        pool.execute(recorder());
      } else {
        AgentContext.within(
            name,
            () -> {
              pool.execute(recorder());
              return null;
            });
      }
    }
    assertThat(pool.getQueue()).hasSize(4);
    release.countDown();

    for (String name : List.of("root", "one", "other", "root")) {
      assertThat(SEEN.poll(20, TimeUnit.SECONDS)).isEqualTo(name);
    }
  }

  /** One object for all callers. */
  private static Runnable recorder() {
    return () -> SEEN.add(AgentContext.current());
  }

  @Test
  void aTaskThatStandsInTheQueueInAnotherDressCanBeRemoved() throws Exception {
    SEEN.clear();
    CountDownLatch release = block(pool);
    Runnable task = recorder();
    AgentContext.within(
        "request",
        () -> {
          pool.execute(task);
          return null;
        });

    assertThat(pool.getQueue().peek()).hasToString(task.toString());
    assertThat(pool.remove(task)).isTrue();
    assertThat(pool.getQueue()).isEmpty();
    assertThat(pool.remove(task)).isFalse();

    AgentContext.within(
        "request",
        () -> {
          pool.execute(task);
          return null;
        });
    assertThat(pool.shutdownNow()).containsExactly(task);
    release.countDown();
  }

  @Test
  void aComparedObjectInTwoContextsStaysItselfAndRunsInNeither() throws Exception {
    ThreadPoolExecutor urgent = pool(new PriorityBlockingQueue<>());
    CountDownLatch release = block(urgent);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Urgent task = new Urgent(1, seen);
    for (String name : List.of("one", "other")) {
      AgentContext.within(
          name,
          () -> {
            urgent.execute(task);
            return null;
          });
    }
    release.countDown();

    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("1 in root");
    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("1 in root");
    urgent.shutdownNow();
  }

  @Test
  void oneObjectSubmittedByManyThreadsAtOnceLosesNoContext() throws Exception {
    int threads = 4;
    int rounds = 20_000;
    ThreadPoolExecutor wide =
        new ThreadPoolExecutor(4, 4, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    Runnable task =
        () ->
            runs.computeIfAbsent(AgentContext.current(), name -> new AtomicInteger())
                .incrementAndGet();
    List<Thread> submitters = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      String name = "context-" + t;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  within(name, () -> wide.execute(task));
                }
              });
      thread.start();
      submitters.add(thread);
    }
    for (Thread thread : submitters) {
      thread.join();
    }
    wide.shutdown();
    assertThat(wide.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    Map<String, Integer> counts = new TreeMap<>();
    runs.forEach((name, count) -> counts.put(name, count.get()));
    assertThat(counts)
        .isEqualTo(
            Map.of(
                "context-0",
                rounds,
                "context-1",
                rounds,
                "context-2",
                rounds,
                "context-3",
                rounds));
  }

  private static void within(String name, Runnable work) {
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

  @Test
  void aFunctionRegisteredOutsideAnyTraceRunsInNone() throws Exception {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> other = new CompletableFuture<>();
    List<CompletableFuture<String>> seen =
        List.of(
            source.thenApply(value -> AgentContext.current()),
            source.handle((value, thrown) -> AgentContext.current()),
            source.thenCompose(value -> CompletableFuture.completedFuture(AgentContext.current())),
            source.thenCombine(other, (one, two) -> AgentContext.current()),
            source.applyToEither(other, value -> AgentContext.current()),
            source.thenApplyAsync(value -> AgentContext.current(), Runnable::run));

    within(
        "request",
        () -> {
          source.complete("done");
          other.complete("done");
        });

    for (CompletableFuture<String> each : seen) {
      assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo("root");
    }
  }

  @Test
  void aTaskThatSubmitsItselfAgainLeavesTheTrace() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Runnable loop =
        new Runnable() {
          @Override
          public void run() {
            seen.add(AgentContext.current());
            if (seen.size() < 3) {
              pool.execute(this);
            }
          }
        };

    AgentContext.within(
        "request",
        () -> {
          pool.execute(loop);
          return null;
        });

    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("request");
    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("root");
  }

  @Test
  void aLoopThatSchedulesANewObjectForEachRoundLeavesTheTrace() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    AgentContext.within(
        "request",
        () -> {
          scheduleRound(seen);
          return null;
        });

    List<String> rounds = new ArrayList<>();
    while (rounds.size() < 2 * SubmittedTasks.MAX_HOPS) {
      rounds.add(seen.poll(20, TimeUnit.SECONDS));
    }
    assertThat(rounds.subList(0, SubmittedTasks.MAX_HOPS)).containsOnly("request");
    assertThat(rounds.subList(SubmittedTasks.MAX_HOPS, rounds.size())).containsOnly("root");
  }

  private void scheduleRound(BlockingQueue<String> seen) {
    scheduler.schedule(
        () -> {
          seen.add(AgentContext.current());
          scheduleRound(seen);
        },
        1,
        TimeUnit.MICROSECONDS);
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
    surrounding.awaitTermination(20, TimeUnit.SECONDS);

    assertThat(seen).containsExactly(task, "before in request", "run", task, "after in request");
  }

  @Test
  void aQueueThatComparesTasksComparesTheApplicationsOwn() throws Exception {
    ThreadPoolExecutor byPriority = pool(new PriorityBlockingQueue<>());
    CountDownLatch release = block(byPriority);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    List<Urgent> tasks = List.of(new Urgent(3, seen), new Urgent(1, seen), new Urgent(2, seen));
    for (Urgent task : tasks) {
      AgentContext.within(
          "request " + task.priority,
          () -> {
            byPriority.execute(task);
            return null;
          });
    }

    assertThat(byPriority.getQueue()).containsExactlyInAnyOrderElementsOf(tasks);
    release.countDown();
    byPriority.shutdown();
    byPriority.awaitTermination(20, TimeUnit.SECONDS);

    assertThat(seen).containsExactly("1 in request 1", "2 in request 2", "3 in request 3");
  }

  @Test
  void oneTaskThatRunsOthersInTurnGivesEachItsOwnContext() throws Exception {
    List<CompletableFuture<String>> seen = new ArrayList<>();
    CompletableFuture<String> source = new CompletableFuture<>();
    for (String name : List.of("one", "two")) {
      seen.add(AgentContext.within(name, () -> source.thenApply(value -> AgentContext.current())));
    }
    AgentContext.within("completing", () -> pool.submit(() -> source.complete("done"))).get();

    assertThat(seen.get(0).get()).isEqualTo("one");
    assertThat(seen.get(1).get()).isEqualTo("two");
  }

  @Test
  void aTaskScheduledOnceHasTheContextAndAPeriodicOneHasNot() throws Exception {
    BlockingQueue<String> periodic = new LinkedBlockingQueue<>();

    Future<String> once =
        AgentContext.within(
            "request",
            () -> {
              scheduler.scheduleAtFixedRate(
                  () -> periodic.add(AgentContext.current()), 0, 1, TimeUnit.MILLISECONDS);
              return scheduler.schedule(AgentContext::current, 1, TimeUnit.MILLISECONDS);
            });

    assertThat(once.get()).isEqualTo("request");
    assertThat(periodic.poll(20, TimeUnit.SECONDS)).isEqualTo("root");
    assertThat(periodic.poll(20, TimeUnit.SECONDS)).isEqualTo("root");
  }

  @Test
  void forkedTasksAndParallelStreamsHaveTheContext() throws Exception {
    assertThat(AgentContext.within("request", () -> forkJoin.submit(AgentContext::current)).get())
        .isEqualTo("request");
    assertThat(AgentContext.within("request", () -> forkJoin.invoke(new Tree(4))))
        .containsOnly("request");
    assertThat(
            AgentContext.within(
                "request",
                () ->
                    IntStream.range(0, 64)
                        .parallel()
                        .mapToObj(i -> AgentContext.current())
                        .toList()))
        .containsOnly("request");
    assertThat(forkJoin.submit(AgentContext::current).get()).isEqualTo("root");
  }

  @Test
  void anAsynchronousStageHasTheContextOfItsRegistration() throws Exception {
    CompletableFuture<String> common =
        AgentContext.within("request", () -> CompletableFuture.supplyAsync(AgentContext::current));
    CompletableFuture<String> pooled =
        AgentContext.within(
            "request", () -> CompletableFuture.supplyAsync(AgentContext::current, pool));

    assertThat(common.get()).isEqualTo("request");
    assertThat(pooled.get()).isEqualTo("request");
    assertThat(pooled.thenApplyAsync(done -> AgentContext.current(), pool).get()).isEqualTo("root");
  }

  @Test
  void dependentsOfAFutureThatAForeignThreadCompletesHaveTheContext() throws Exception {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> other = new CompletableFuture<>();
    List<CompletableFuture<String>> seen =
        AgentContext.within(
            "request",
            () ->
                List.of(
                    source.thenApply(value -> AgentContext.current()),
                    source.handle((value, thrown) -> AgentContext.current()),
                    source.thenCompose(
                        value -> CompletableFuture.completedFuture(AgentContext.current())),
                    source.thenCombine(other, (one, two) -> AgentContext.current()),
                    source.applyToEither(other, value -> AgentContext.current()),
                    source.thenApplyAsync(value -> AgentContext.current(), pool)));

    Thread foreign =
        new Thread(
            () -> {
              source.complete("done");
              other.complete("done");
            });
    foreign.start();

    for (CompletableFuture<String> each : seen) {
      assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo("request");
    }
  }

  private static ThreadPoolExecutor pool(BlockingQueue<Runnable> queue) {
    return new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, queue);
  }

  /** Keeps the pool's only thread busy until the latch is released. */
  private static CountDownLatch block(ThreadPoolExecutor pool) throws InterruptedException {
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

  /** A task for a queue that is sorted by priority. */
  private static final class Urgent implements Runnable, Comparable<Urgent> {
    private final int priority;
    private final BlockingQueue<String> seen;

    Urgent(int priority, BlockingQueue<String> seen) {
      this.priority = priority;
      this.seen = seen;
    }

    @Override
    public void run() {
      seen.add(priority + " in " + AgentContext.current());
    }

    @Override
    public int compareTo(Urgent other) {
      return Integer.compare(priority, other.priority);
    }
  }

  /** Collects the contexts in which the leaves of a tree of tasks run. */
  private static final class Tree extends RecursiveTask<List<String>> {
    private static final long serialVersionUID = 1;
    private final int depth;

    Tree(int depth) {
      this.depth = depth;
    }

    @Override
    protected List<String> compute() {
      if (depth == 0) {
        return List.of(AgentContext.current());
      }
      Tree left = new Tree(depth - 1);
      Tree right = new Tree(depth - 1);
      left.fork();
      right.fork();
      List<String> all = new ArrayList<>(right.join());
      all.addAll(left.join());
      return all;
    }
  }
}
