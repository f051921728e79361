// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Fuseable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Subscribers that ask and cancel on a thread which knows nothing of them. */
@ExtendWith(AgentExtension.class)
class RequestsTest {
  private final Feeder feeder = new Feeder();
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void stop() {
    feeder.close();
  }

  @Test
  void whatIsEmittedUponARequest() throws Exception {
    Asking asking = new Asking();
    AgentContext.within("request", () -> watched().subscribeWith(asking));

    feeder.within("another", () -> asking.request(1));
    feeder.does(() -> asking.request(5));

    assertThat(seen)
        .containsExactly("next request", "next request", "next request", "complete request");
  }

  @Test
  void whatIsEmittedUponARequestOfASubscriberOfAnotherLibrary() throws Exception {
    Foreign foreign = new Foreign();
    AgentContext.within(
        "request",
        () -> {
          watched().subscribe(foreign);
          return null;
        });

    feeder.does(() -> foreign.subscription.request(2));

    assertThat(seen).containsExactly("next request", "next request");
  }

  @Test
  void whoCancelsRunsTheCleanUpInTheContextOfTheSubscriber() throws Exception {
    Asking asking = new Asking();
    AgentContext.within("asking", () -> watched().subscribeWith(asking));
    Foreign foreign = new Foreign();
    Disposable disposable = AgentContext.within("lambda", () -> Flux.from(watched()).subscribe());
    disposable.dispose();
    Disposable waiting =
        AgentContext.within("lambda", () -> watched(Flux.<Integer>never()).subscribe());
    CompletableFuture<Integer> future =
        AgentContext.within("future", () -> watched(Flux.<Integer>never()).next().toFuture());
    AgentContext.within(
        "foreign",
        () -> {
          watched().subscribe(foreign);
          return null;
        });
    seen.clear();

    feeder.within("another", asking::cancel);
    feeder.does(waiting::dispose);
    feeder.does(() -> future.cancel(true));
    feeder.does(foreign.subscription::cancel);

    assertThat(seen)
        .containsExactly("cancel asking", "cancel lambda", "cancel future", "cancel foreign");
  }

  @Test
  void aQueueIsFusedAsItIsOutsideOfATrace() throws Exception {
    List<Flux<Integer>> sources =
        List.of(
            Flux.range(1, 3),
            Flux.range(1, 3).map(number -> number + 1),
            Flux.range(1, 3).filter(number -> number > 1),
            Flux.range(1, 3).hide(),
            Flux.range(1, 3).publishOn(Schedulers.single()),
            Mono.fromCallable(() -> 1).flux());
    for (Flux<Integer> source : sources) {
      for (int wanted : new int[] {Fuseable.SYNC, Fuseable.ASYNC, Fuseable.ANY, Fuseable.ANY | 4}) {
        int outside = Fusing.modeOf(source, wanted);
        int inside = AgentContext.within("request", () -> Fusing.modeOf(source, wanted));

        assertThat(inside).as(source + " " + wanted).isEqualTo(outside);
      }
    }
  }

  @Test
  void whatAFusedQueueComputesWhenItIsPolledRunsInTheContextOfTheSubscriber() throws Exception {
    Fusing fusing = new Fusing(Fuseable.SYNC);
    AgentContext.within(
        "request",
        () -> {
          Flux.range(1, 2).map(number -> note("next", number)).subscribe(fusing);
          return null;
        });
    assertThat(fusing.mode).isEqualTo(Fuseable.SYNC);

    feeder.does(() -> assertThat(fusing.queue.poll()).isEqualTo(1));
    feeder.within("another", () -> assertThat(fusing.queue.poll()).isEqualTo(2));
    feeder.does(() -> assertThat(fusing.queue.poll()).isNull());

    assertThat(seen).containsExactly("next request", "next request");
  }

  private Flux<Integer> watched() {
    return watched(Flux.range(1, 3));
  }

  private Flux<Integer> watched(Flux<Integer> source) {
    return source
        .map(number -> note("next", number))
        .doOnComplete(() -> note("complete", 0))
        .doOnCancel(() -> note("cancel", 0));
  }

  private int note(String signal, int value) {
    seen.add(signal + ' ' + AgentContext.current());
    return value;
  }

  private static final class Asking extends BaseSubscriber<Integer> {
    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      // The test asks.
    }
  }

  private static final class Foreign implements Subscriber<Integer> {
    private Subscription subscription;

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(Integer value) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }

  private static final class Fusing extends BaseSubscriber<Integer> {
    private final int wanted;
    private int mode = -1;
    private Fuseable.QueueSubscription<Integer> queue;

    Fusing(int wanted) {
      this.wanted = wanted;
    }

    static int modeOf(Flux<Integer> source, int wanted) {
      Fusing fusing = new Fusing(wanted);
      source.subscribe(fusing);
      fusing.cancel();
      return fusing.mode;
    }

    @Override
    @SuppressWarnings("unchecked")
    protected void hookOnSubscribe(Subscription subscription) {
      if (upstream() instanceof Fuseable.QueueSubscription) {
        queue = (Fuseable.QueueSubscription<Integer>) upstream();
        mode = queue.requestFusion(wanted);
      }
    }
  }
}
