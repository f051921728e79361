// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rxjava;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.reactivex.BackpressureStrategy;
import io.reactivex.Completable;
import io.reactivex.CompletableEmitter;
import io.reactivex.Flowable;
import io.reactivex.FlowableEmitter;
import io.reactivex.Maybe;
import io.reactivex.MaybeEmitter;
import io.reactivex.Observable;
import io.reactivex.ObservableEmitter;
import io.reactivex.Observer;
import io.reactivex.Single;
import io.reactivex.SingleEmitter;
import io.reactivex.disposables.Disposables;
import io.reactivex.processors.PublishProcessor;
import io.reactivex.subjects.PublishSubject;
import io.reactivex.subjects.UnicastSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In RxJava 2: signals that come from where nothing is known of the subscriber. */
@ExtendWith(AgentExtension.class)
class Rx2SignalsTest {
  private final List<String> seen = new ArrayList<>();

  @Test
  void eachKindOfSourceThatACallbackFeeds() throws Exception {
    AtomicReference<ObservableEmitter<String>> observable = new AtomicReference<>();
    within("observable", () -> watch(Observable.create(observable::set)));
    elsewhere(() -> observable.get().onNext("value"));
    elsewhere(() -> observable.get().onError(new IllegalStateException("out of stock")));
    AtomicReference<FlowableEmitter<String>> flowable = new AtomicReference<>();
    within(
        "flowable",
        () -> watch(Flowable.create(flowable::set, BackpressureStrategy.BUFFER).toObservable()));
    elsewhere(() -> flowable.get().onNext("value"));
    elsewhere(() -> flowable.get().onComplete());
    AtomicReference<SingleEmitter<String>> single = new AtomicReference<>();
    within("single", () -> watch(Single.create(single::set).toObservable()));
    elsewhere(() -> single.get().onSuccess("value"));
    AtomicReference<MaybeEmitter<String>> maybe = new AtomicReference<>();
    within("maybe", () -> watch(Maybe.create(maybe::set).toObservable()));
    elsewhere(() -> maybe.get().onSuccess("value"));
    AtomicReference<CompletableEmitter> completable = new AtomicReference<>();
    within("completable", () -> watch(Completable.create(completable::set).toObservable()));
    elsewhere(() -> completable.get().onComplete());

    assertThat(seen)
        .containsExactly(
            "next observable",
            "error observable",
            "next flowable",
            "complete flowable",
            "next single",
            "complete single",
            "next maybe",
            "complete maybe",
            "complete completable");
  }

  @Test
  void eachSubscriberOfAHotSourceHasItsOwnContextAndTheEmitterKeepsIts() throws Exception {
    PublishSubject<String> subject = PublishSubject.create();
    PublishProcessor<String> processor = PublishProcessor.create();
    within("one", () -> watch(subject));
    within("two", () -> watch(subject));
    within("three", () -> watch(processor.toObservable()));
    watch(subject);

    elsewhere(() -> subject.onNext("value"));
    elsewhere(() -> processor.onNext("value"));

    assertThat(seen).containsExactly("next one", "next two", "next elsewhere", "next three");
  }

  @Test
  void whatIsSharedOrCachedComesInTheContextOfEachSubscriber() throws Exception {
    UnicastSubject<String> source = UnicastSubject.create();
    Observable<String> shared = source.share();
    within("one", () -> watch(shared));
    within("two", () -> watch(shared));
    UnicastSubject<String> other = UnicastSubject.create();
    Single<String> cached = other.firstOrError().cache();
    within("three", () -> watch(cached.toObservable()));

    elsewhere(() -> source.onNext("value"));
    elsewhere(() -> other.onNext("value"));

    assertThat(seen).containsExactly("next one", "next two", "next three", "complete three");
  }

  @Test
  void aSourceThatTheApplicationHasMade() throws Exception {
    AtomicReference<Observer<? super String>> observer = new AtomicReference<>();
    Observable<String> own =
        new Observable<String>() {
          @Override
          protected void subscribeActual(Observer<? super String> given) {
            observer.set(given);
            given.onSubscribe(Disposables.disposed());
          }
        };
    within("request", () -> watch(own));

    elsewhere(() -> observer.get().onNext("value"));

    assertThat(seen).containsExactly("next request");
  }

  @Test
  void whatIsTriedAgain() throws Exception {
    List<String> attempts = new ArrayList<>();
    String last =
        AgentContext.within(
            "request",
            () ->
                Single.<String>create(
                        emitter -> {
                          attempts.add(AgentContext.current());
                          boolean enough = attempts.size() == 4;
                          Thread other =
                              new Thread(
                                  () -> {
                                    if (enough) {
                                      emitter.onSuccess(AgentContext.current());
                                    } else {
                                      emitter.onError(new IllegalStateException("not yet"));
                                    }
                                  });
                          outside(other::start);
                        })
                    .retryWhen(errors -> errors.delay(1, TimeUnit.MILLISECONDS))
                    .map(value -> value + ' ' + AgentContext.current())
                    .blockingGet());

    assertThat(attempts).hasSize(4).containsOnly("request");
    assertThat(last).isEqualTo("root request");
  }

  @Test
  void whatTakesTheResultsPlaceAfterATimeout() throws Exception {
    Single<String> fallback = Single.fromCallable(AgentContext::current);
    String seen =
        AgentContext.within(
            "request",
            () -> Single.<String>never().timeout(1, TimeUnit.MILLISECONDS, fallback).blockingGet());

    assertThat(seen).isEqualTo("request");
  }

  private static void outside(Runnable task) throws Exception {
    AgentContext.outside(
        () -> {
          task.run();
          return null;
        });
  }

  private void watch(Observable<?> source) {
    source
        .filter(value -> true)
        .subscribe(value -> note("next"), error -> note("error"), () -> note("complete"));
  }

  private static void within(String context, Runnable task) throws Exception {
    AgentContext.within(
        context,
        () -> {
          task.run();
          return null;
        });
  }

  /** In a context of its own, which has to be current afterwards as well. */
  private static void elsewhere(Runnable task) throws Exception {
    within(
        "elsewhere",
        () -> {
          task.run();
          assertThat(AgentContext.current()).isEqualTo("elsewhere");
        });
  }

  private void note(String signal) {
    seen.add(signal + ' ' + AgentContext.current());
  }
}
