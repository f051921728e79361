// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.ContextKit;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LoopTest extends ContextKit {
  private static final DefaultEventExecutor LOOP = new DefaultEventExecutor();

  @AfterAll
  static void stopLoop() {
    LOOP.shutdownGracefully();
  }

  @Override
  protected <T> Future<T> handOver(Callable<T> task) {
    return LOOP.submit(task);
  }

  private static String current(CompletableFuture<String> seen) throws Exception {
    return seen.get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatIsScheduledOrExecutedRunsInTheContextOfItsCaller() throws Exception {
    CompletableFuture<String> executed = new CompletableFuture<>();
    CompletableFuture<String> scheduled = new CompletableFuture<>();
    CompletableFuture<String> periodic = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () -> {
          LOOP.execute(() -> executed.complete(AgentContext.current()));
          LOOP.schedule(
              () -> {
                scheduled.complete(AgentContext.current());
              },
              1,
              TimeUnit.MILLISECONDS);
          return LOOP.scheduleAtFixedRate(
              () -> periodic.complete(AgentContext.current()), 1, 1, TimeUnit.MILLISECONDS);
        });

    assertThat(current(executed)).isEqualTo("request");
    assertThat(current(scheduled)).isEqualTo("request");
    assertThat(current(periodic)).as("a periodic task is nobody's").isEqualTo("root");
  }

  @Test
  void aTaskOfTwoShapesKeepsThem() throws Exception {
    Both task = new Both();
    assertThat(AgentContext.within("request", () -> LOOP.submit((Callable<String>) task)).get())
        .isEqualTo("call in request");
    CompletableFuture<String> ran = task.ran;
    AgentContext.within(
        "other",
        () -> {
          LOOP.execute(task);
          return null;
        });
    assertThat(current(ran)).isEqualTo("run in other");
  }

  @Test
  void aTaskThatHandsItselfOverAgainIsNoEndlessTrace() throws Exception {
    CompletableFuture<String> last = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () -> {
          LOOP.execute(new Next(100, last));
          return null;
        });
    assertThat(current(last)).isEqualTo("root");
  }

  private static final class Both implements Runnable, Callable<String> {
    private final CompletableFuture<String> ran = new CompletableFuture<>();

    @Override
    public void run() {
      ran.complete("run in " + AgentContext.current());
    }

    @Override
    public String call() {
      return "call in " + AgentContext.current();
    }
  }

  private record Next(int left, CompletableFuture<String> last) implements Runnable {
    @Override
    public void run() {
      if (left == 0) {
        last.complete(AgentContext.current());
      } else {
        LOOP.execute(new Next(left - 1, last));
      }
    }
  }
}
