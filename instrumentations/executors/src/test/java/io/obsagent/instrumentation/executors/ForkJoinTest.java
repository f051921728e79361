// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks of ForkJoinPools, which run where they are submitted, forked, stolen or joined. */
@ExtendWith(AgentExtension.class)
class ForkJoinTest {
  private final ForkJoinPool pool = new ForkJoinPool(2);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void forkedTasksAndParallelStreamsHaveTheContext() throws Exception {
    assertThat(AgentContext.within("request", () -> pool.submit(AgentContext::current)).get())
        .isEqualTo("request");
    assertThat(AgentContext.within("request", () -> pool.invoke(new Tree(4))))
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
    assertThat(pool.submit(AgentContext::current).get()).isEqualTo("root");
  }

  @Test
  void whatATaskRunsInPlaceHasItsContext() throws Exception {
    List<String> seen =
        AgentContext.within(
                "request",
                () ->
                    pool.submit(
                        () -> {
                          Leaf first = new Leaf();
                          Leaf second = new Leaf();
                          ForkJoinTask.invokeAll(first, second);
                          return List.of(new Leaf().invoke(), first.join(), second.join());
                        }))
            .get(60, TimeUnit.SECONDS);

    assertThat(seen).containsOnly("request");
  }

  @Test
  void aThreadThatHelpsWhileItJoinsRunsTheTasksOfOthersOutsideItsContext() throws Exception {
    CompletableFuture<String> foreign = new CompletableFuture<>();
    CountDownLatch stolen = new CountDownLatch(1);
    CountDownLatch ran = new CountDownLatch(1);
    Callable<Boolean> stranger =
        () -> {
          ran.countDown();
          return foreign.complete(AgentContext.current());
        };
    Callable<String> thief =
        () -> {
          AgentContext.outside(() -> ForkJoinTask.adapt(stranger).fork());
          stolen.countDown();
          ran.await(60, TimeUnit.SECONDS);
          return foreign.get(60, TimeUnit.SECONDS);
        };
    Callable<String> joiner =
        () -> {
          ForkJoinTask<String> child = ForkJoinTask.adapt(thief);
          child.fork();
          stolen.await(60, TimeUnit.SECONDS);
          return child.join() + ", then " + AgentContext.current();
        };

    // Only the thread that joins is there to run the stranger.
    assertThat(pool.submit(() -> AgentContext.within("request", joiner)).get(120, TimeUnit.SECONDS))
        .isEqualTo("root, then request");
  }

  @Test
  void aThreadThatHelpsUntilAllIsQuietRunsTheTasksOfOthersOutsideItsContext() throws Exception {
    List<String> seen =
        pool.submit(
                () -> {
                  List<Leaf> foreign = List.of(new Leaf(), new Leaf(), new Leaf());
                  foreign.forEach(ForkJoinTask::fork);
                  AgentContext.within(
                      "request",
                      () -> {
                        ForkJoinTask.helpQuiesce();
                        return "";
                      });
                  return foreign.stream().map(ForkJoinTask::join).toList();
                })
            .get(60, TimeUnit.SECONDS);

    assertThat(seen).containsOnly("root");
  }

  /** Answers the context in which it runs. */
  private static final class Leaf extends RecursiveTask<String> {
    private static final long serialVersionUID = 1;

    @Override
    protected String compute() {
      return AgentContext.current();
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
