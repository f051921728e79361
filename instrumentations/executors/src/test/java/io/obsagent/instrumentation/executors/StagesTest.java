// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Functions of CompletableFuture, which whoever completes one may run. */
@ExtendWith(AgentExtension.class)
class StagesTest {
  private final ThreadPoolExecutor pool = Pools.ofOne(new LinkedBlockingQueue<>());

  @AfterEach
  void stop() {
    pool.shutdownNow();
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

    Pools.within(
        "request",
        () -> {
          source.complete("done");
          other.complete("done");
        });

    for (CompletableFuture<String> each : seen) {
      assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("root");
    }
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
      assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("request");
    }
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
}
