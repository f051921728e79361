// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.ContextKit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Tasks of Reactor's schedulers. */
class SchedulersTest extends ContextKit {
  private final Scheduler scheduler = Schedulers.newSingle("kit");

  @AfterAll
  void stop() {
    scheduler.dispose();
  }

  @Override
  protected <T> Future<T> handOver(Callable<T> task) {
    return Mono.fromCallable(task).subscribeOn(scheduler).toFuture();
  }

  @Test
  void eachSchedulerRunsItsTasksInTheContextInWhichTheyWereScheduled() throws Exception {
    ScheduledExecutorService pool = Executors.newSingleThreadScheduledExecutor();
    List<Scheduler> schedulers =
        List.of(
            Schedulers.immediate(),
            Schedulers.single(),
            Schedulers.parallel(),
            Schedulers.boundedElastic(),
            Schedulers.fromExecutor(pool::execute),
            Schedulers.fromExecutorService(pool));
    for (Scheduler each : schedulers) {
      for (int round = 0; round < 3; round++) {
        String seen =
            AgentContext.within(
                "request",
                () ->
                    Flux.range(1, 5)
                        .publishOn(each)
                        .map(number -> AgentContext.current())
                        .distinct()
                        .single()
                        .block());
        assertThat(seen).as(each.toString()).isEqualTo("request");
        assertThat(Mono.fromCallable(AgentContext::current).subscribeOn(each).block())
            .as("afterwards: " + each)
            .isEqualTo("root");
      }
    }
    pool.shutdown();
  }

  @Test
  void aChainGoesFromSchedulerToSchedulerAsOftenAsItLikes() throws Exception {
    List<String> seen =
        AgentContext.within(
            "request",
            () ->
                Flux.range(1, 200)
                    .delayElements(Duration.ofNanos(1), Schedulers.parallel())
                    .publishOn(Schedulers.boundedElastic(), 1)
                    .map(number -> AgentContext.current())
                    .collectList()
                    .block());

    assertThat(seen).hasSize(200).containsOnly("request");
  }

  @Test
  void aPeriodicTaskBelongsToNobody() throws Exception {
    CompletableFuture<String> tick = new CompletableFuture<>();
    Disposable task =
        AgentContext.within(
            "request",
            () ->
                scheduler.schedulePeriodically(
                    () -> tick.complete(AgentContext.current()), 1, 1, TimeUnit.MILLISECONDS));
    assertThat(tick.get(30, TimeUnit.SECONDS)).isEqualTo("root");
    task.dispose();
  }

  @Test
  void railsOfAParallelFluxRunInTheContextOfTheirSubscriber() throws Exception {
    List<String> seen =
        AgentContext.within(
            "request",
            () ->
                Flux.range(1, 100)
                    .parallel(4)
                    .runOn(Schedulers.parallel())
                    .map(number -> AgentContext.current())
                    .sequential()
                    .collectList()
                    .block());

    assertThat(seen).hasSize(100).containsOnly("request");
  }
}
