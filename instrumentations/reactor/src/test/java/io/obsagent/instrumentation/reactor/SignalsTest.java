// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Signals that come from a thread which knows nothing of the subscriber. */
@ExtendWith(AgentExtension.class)
class SignalsTest {
  private final Feeder feeder = new Feeder();
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void stop() {
    feeder.close();
  }

  @Test
  void aMonoThatACallbackCompletes() throws Exception {
    AtomicReference<MonoSink<String>> sink = new AtomicReference<>();
    Mono<String> source = Mono.create(sink::set);

    subscribe("request", source.flux());
    feeder.within("another", () -> sink.get().success("value"));

    assertThat(seen)
        .containsExactly("subscribe request", "next request", "complete request", "after request");
  }

  @Test
  void aFluxThatACallbackFeeds() throws Exception {
    for (FluxSink.OverflowStrategy strategy : FluxSink.OverflowStrategy.values()) {
      seen.clear();
      AtomicReference<FluxSink<String>> sink = new AtomicReference<>();

      subscribe("request", Flux.create(sink::set, strategy));
      feeder.does(() -> sink.get().next("value"));
      feeder.within("another", () -> sink.get().error(new IllegalStateException("out of stock")));

      assertThat(seen)
          .as(strategy.name())
          .containsExactly("subscribe request", "next request", "error request", "after request");
    }
  }

  @Test
  void eachSubscriberOfAHotSourceHasItsOwnContextAndTheEmitterKeepsIts() throws Exception {
    List<Sinks.Many<String>> sinks =
        List.of(
            Sinks.many().multicast().directBestEffort(),
            Sinks.many().multicast().directAllOrNothing(),
            Sinks.many().multicast().onBackpressureBuffer(),
            Sinks.many().replay().all(),
            Sinks.many().replay().latest());
    for (Sinks.Many<String> sink : sinks) {
      seen.clear();
      subscribe("one", sink.asFlux());
      subscribe("two", sink.asFlux());

      feeder.within("emitter", () -> sink.tryEmitNext("value").orThrow());
      feeder.within("emitter", () -> sink.tryEmitComplete().orThrow());

      assertThat(seen)
          .as(sink.getClass().getName())
          .containsExactly(
              "subscribe one",
              "subscribe two",
              "next one",
              "next two",
              "complete one",
              "after one",
              "complete two",
              "after two");
    }
  }

  @Test
  void sinksOfOneSubscriberAndOfOneValue() throws Exception {
    Sinks.Many<String> unicast = Sinks.many().unicast().onBackpressureBuffer();
    subscribe("many", unicast.asFlux());
    feeder.does(() -> unicast.tryEmitNext("value").orThrow());
    Sinks.Many<String> pressed = Sinks.many().unicast().onBackpressureError();
    subscribe("pressed", pressed.asFlux());
    feeder.does(() -> pressed.tryEmitNext("value").orThrow());
    Sinks.One<String> one = Sinks.one();
    subscribe("one", one.asMono().flux());
    feeder.does(() -> one.tryEmitValue("value").orThrow());
    Sinks.Empty<String> empty = Sinks.empty();
    subscribe("empty", empty.asMono().flux());
    feeder.does(() -> empty.tryEmitEmpty().orThrow());

    assertThat(seen)
        .contains("next many", "next pressed", "next one", "complete one", "complete empty")
        .noneMatch(each -> each.endsWith("root"));
  }

  @Test
  void whatIsSharedOrCachedComesInTheContextOfEachSubscriber() throws Exception {
    AtomicReference<FluxSink<String>> sink = new AtomicReference<>();
    Flux<String> source = Flux.create(sink::set);
    for (Flux<String> shared :
        List.of(
            source.share(),
            source.publish().autoConnect(2),
            source.replay().autoConnect(),
            source.cache(),
            source.next().cache().flux(),
            source.next().share().flux())) {
      seen.clear();
      subscribe("one", shared);
      subscribe("two", shared);

      feeder.does(() -> sink.get().next("value"));
      feeder.does(() -> sink.get().complete());

      assertThat(seen)
          .contains("next one", "next two", "complete one", "complete two")
          .noneMatch(each -> each.endsWith("root"));
    }
  }

  @Test
  void aSubscriptionOutsideOfAnyTraceRunsWhereItsSignalsComeFrom() throws Exception {
    Sinks.Many<String> sink = Sinks.many().multicast().directBestEffort();
    subscribe("root", sink.asFlux());

    feeder.within("message", () -> sink.tryEmitNext("value").orThrow());

    assertThat(seen).containsExactly("subscribe root", "next message");
  }

  @Test
  void aFutureThatSomebodyElseCompletes() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    subscribe("request", Mono.fromFuture(future).flux());

    feeder.does(() -> future.complete("value"));

    assertThat(seen).contains("next request", "complete request").noneMatch(this::isOfNobody);
  }

  @Test
  void publishersOfOtherLibraries() throws Exception {
    ForeignPublisher foreign = new ForeignPublisher();
    List<Publisher<String>> publishers =
        List.of(Flux.from(foreign), Mono.from(foreign), Mono.fromDirect(foreign), new Own(foreign));
    for (Publisher<String> each : publishers) {
      seen.clear();
      subscribe("request", Flux.from(each));

      feeder.within("another", () -> foreign.subscriber.onNext("value"));
      feeder.within("another", () -> foreign.subscriber.onComplete());

      assertThat(seen)
          .as(each.toString())
          .contains("next request", "complete request")
          .noneMatch(line -> line.endsWith("another"));
    }
  }

  @Test
  void aTickOfAnInterval() throws Exception {
    List<String> ticks =
        AgentContext.within(
            "request",
            () ->
                Flux.interval(Duration.ofMillis(1))
                    .take(3)
                    .map(tick -> AgentContext.current())
                    .collectList()
                    .block());

    assertThat(ticks).hasSize(3).containsOnly("request");
  }

  @Test
  void whatIsTriedAgainLater() throws Exception {
    List<String> attempts = new ArrayList<>();
    String last =
        AgentContext.within(
            "request",
            () ->
                Mono.<String>create(
                        sink -> {
                          attempts.add(AgentContext.current());
                          feed(
                              () -> {
                                if (attempts.size() < 4) {
                                  sink.error(new IllegalStateException("not yet"));
                                } else {
                                  sink.success("done");
                                }
                              });
                        })
                    .retryWhen(Retry.backoff(5, Duration.ofMillis(1)))
                    .map(value -> AgentContext.current())
                    .block());

    assertThat(attempts).hasSize(4).containsOnly("request");
    assertThat(last).isEqualTo("request");
  }

  @Test
  void whatTakesTheResultsPlaceAfterATimeout() throws Exception {
    String fallback =
        AgentContext.within(
            "request",
            () ->
                Mono.<String>never()
                    .timeout(
                        Duration.ofMillis(1), Mono.defer(() -> Mono.just(AgentContext.current())))
                    .block());

    assertThat(fallback).isEqualTo("request");
  }

  @Test
  void innerPublishersAndWhatComesOfThem() throws Exception {
    List<String> all =
        AgentContext.within(
            "request",
            () ->
                Flux.range(1, 64)
                    .flatMap(number -> later())
                    .concatMap(context -> later().map(next -> context + ' ' + next))
                    .zipWith(Flux.range(1, 64).flatMap(number -> later()))
                    .map(pair -> pair + " " + AgentContext.current())
                    .publishOn(Schedulers.single())
                    .map(line -> line + " " + AgentContext.current())
                    .collectList()
                    .block());

    assertThat(all).hasSize(64).containsOnly("[request request,request] request request");
  }

  /** Its own context, from the feeder's thread. */
  private Mono<String> later() {
    return Mono.<String>create(sink -> feed(() -> sink.success("value")))
        .map(value -> AgentContext.current());
  }

  private void feed(Runnable task) {
    CompletableFuture.runAsync(
        () -> {
          try {
            feeder.does(task);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private void subscribe(String context, Flux<String> source) throws Exception {
    Flux<String> watched =
        source
            .filter(value -> !value.isEmpty())
            .doOnSubscribe(subscription -> note("subscribe"))
            .doOnNext(value -> note("next"))
            .doOnError(error -> note("error"))
            .doOnComplete(() -> note("complete"))
            .doFinally(type -> note("after"))
            .onErrorResume(error -> Mono.empty());
    if (context.equals("root")) {
      watched.subscribe();
    } else {
      AgentContext.within(context, watched::subscribe);
    }
  }

  private void note(String signal) {
    synchronized (seen) {
      seen.add(signal + ' ' + AgentContext.current());
    }
  }

  private boolean isOfNobody(String line) {
    return line.endsWith("root");
  }

  @Test
  void theFeederIsNobodys() throws Exception {
    CompletableFuture<String> context = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () -> {
          feeder.does(() -> context.complete(AgentContext.current()));
          return null;
        });
    assertThat(context.get(30, TimeUnit.SECONDS)).isEqualTo("root");
  }

  private static final class ForeignPublisher implements Publisher<String>, Subscription {
    private Subscriber<? super String> subscriber;

    @Override
    public void subscribe(Subscriber<? super String> subscriber) {
      this.subscriber = subscriber;
      subscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
      // Comes when it comes.
    }

    @Override
    public void cancel() {
      // The test knows.
    }
  }

  /** A Mono that the application has made. */
  private static final class Own extends Mono<String> {
    private final ForeignPublisher source;

    Own(ForeignPublisher source) {
      this.source = source;
    }

    @Override
    public void subscribe(CoreSubscriber<? super String> actual) {
      source.subscriber = actual;
      actual.onSubscribe(Operators.emptySubscription());
    }
  }
}
