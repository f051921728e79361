// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Subscription;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** What the application sees of Reactor is the same, in a context and outside of one. */
@ExtendWith(AgentExtension.class)
class UnseenTest {
  @AfterEach
  void resetHooks() {
    Hooks.resetOnEachOperator();
    Hooks.resetOnLastOperator();
    Hooks.resetOnOperatorDebug();
  }

  @Test
  void hooksOfTheApplicationWorkAndResettingThemTakesNothingAway() throws Exception {
    List<String> lifted = new ArrayList<>();
    Hooks.onEachOperator(
        "mine",
        Operators.lift(
            (publisher, subscriber) -> {
              lifted.add(publisher.stepName());
              return subscriber;
            }));
    Callable<String> use =
        () ->
            Flux.range(1, 2)
                .publishOn(Schedulers.parallel())
                .map(number -> AgentContext.current())
                .distinct()
                .single()
                .block();
    use.call();
    List<String> outside = List.copyOf(lifted);
    lifted.clear();

    assertThat(AgentContext.within("request", use)).isEqualTo("request");
    assertThat(lifted).isEqualTo(outside).isNotEmpty();

    Hooks.resetOnEachOperator();
    Hooks.resetOnLastOperator();
    assertThat(AgentContext.within("request", use)).isEqualTo("request");
    Hooks.onOperatorDebug();
    assertThat(AgentContext.within("request", use)).isEqualTo("request");
  }

  @Test
  void whoLooksAtAChainFindsItsOwnStepsOnly() throws Exception {
    Callable<String> look =
        () -> {
          Sinks.Many<String> sink = Sinks.many().multicast().directBestEffort();
          Looking looking = new Looking();
          sink.asFlux().map(String::trim).filter(text -> true).subscribe(looking);
          String steps =
              Scannable.from(looking.subscription()).steps().toList()
                  + " of "
                  + sink.inners().flatMap(Scannable::actuals).map(Scannable::stepName).toList();
          looking.cancel();
          return steps;
        };
    String outside = look.call();

    assertThat(AgentContext.within("request", look)).isEqualTo(outside);
    assertThat(outside).contains("map, filter");
  }

  @Test
  void reactorsOwnContextHasNothingOfOurs() throws Exception {
    Mono<Integer> size =
        Mono.deferContextual(context -> Mono.just(context.size()))
            .subscribeOn(Schedulers.parallel());

    Integer without = AgentContext.within("request", () -> size.block());
    Integer with =
        AgentContext.within("request", () -> size.contextWrite(c -> c.put("a", 1)).block());

    assertThat(without).isZero();
    assertThat(with).isEqualTo(1);
  }

  @Test
  void valuesComeInTheSameOrderAndFailuresAsTheyWere() throws Exception {
    IllegalStateException failure = new IllegalStateException("out of stock");
    Callable<List<Object>> use =
        () ->
            Flux.range(1, 500)
                .map(number -> number * 2)
                .filter(number -> number % 3 != 0)
                .publishOn(Schedulers.parallel())
                .concatMap(number -> Flux.range(number, 2).subscribeOn(Schedulers.single()))
                .concatWith(Mono.error(failure))
                .cast(Object.class)
                .onErrorResume(error -> Mono.just(error))
                .collectList()
                .block();

    assertThat(AgentContext.within("request", use)).isEqualTo(use.call()).endsWith(failure);
  }

  private static final class Looking extends BaseSubscriber<String> {
    Subscription subscription() {
      return upstream();
    }
  }
}
