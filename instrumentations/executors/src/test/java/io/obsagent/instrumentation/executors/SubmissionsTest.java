// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several submissions of one object, which a pool must tell from one another. */
@ExtendWith(AgentExtension.class)
class SubmissionsTest {
  private final ThreadPoolExecutor pool = Pools.ofOne(new LinkedBlockingQueue<>());

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void oneObjectSubmittedInSeveralContextsRunsInEach() throws Exception {
    CountDownLatch release = Pools.block(pool);
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
      assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo(name);
    }
  }

  private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

  @Test
  void aLambdaThatCapturesNothingRunsInTheContextOfEachOfItsSubmissions() throws Exception {
    SEEN.clear();
    CountDownLatch release = Pools.block(pool);
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
      assertThat(SEEN.poll(60, TimeUnit.SECONDS)).isEqualTo(name);
    }
  }

  /** One object for all callers. */
  private static Runnable recorder() {
    return () -> SEEN.add(AgentContext.current());
  }

  @Test
  void aTaskThatStandsInTheQueueInAnotherDressCanBeRemoved() throws Exception {
    SEEN.clear();
    CountDownLatch release = Pools.block(pool);
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
    ThreadPoolExecutor urgent = Pools.ofOne(new PriorityBlockingQueue<>());
    CountDownLatch release = Pools.block(urgent);
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

    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("1 in root");
    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("1 in root");
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
                  Pools.within(name, () -> wide.execute(task));
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

  @Test
  void aQueueThatComparesTasksComparesTheApplicationsOwn() throws Exception {
    ThreadPoolExecutor byPriority = Pools.ofOne(new PriorityBlockingQueue<>());
    CountDownLatch release = Pools.block(byPriority);
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
    byPriority.awaitTermination(60, TimeUnit.SECONDS);

    assertThat(seen).containsExactly("1 in request 1", "2 in request 2", "3 in request 3");
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
}
