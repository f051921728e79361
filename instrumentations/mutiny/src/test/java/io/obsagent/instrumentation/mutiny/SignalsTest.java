// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mutiny;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.ContextKit;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Signals that come from where nothing is known of the subscriber, and work on other threads. */
class SignalsTest extends ContextKit {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final List<String> seen = new ArrayList<>();

  @AfterAll
  void stop() {
    pool.shutdown();
  }

  @Override
  protected <T> Future<T> handOver(Callable<T> task) {
    return Uni.createFrom()
        .item(
            () -> {
              try {
                return task.call();
              } catch (RuntimeException e) {
                throw e;
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .runSubscriptionOn(pool)
        .subscribeAsCompletionStage();
  }

  /**
   * Mutiny 2.0, which this is compiled against, throws where nothing has been subscribed to yet.
   */
  @Override
  protected boolean cancels() {
    return System.getProperty("library.version") != null;
  }

  @Test
  @SuppressWarnings("unchecked") // each is one of texts
  void sourcesThatACallbackFeeds() throws Exception {
    seen.clear();
    AtomicReference<UniEmitter<Object>> uni = new AtomicReference<>();
    Uni<String> one =
        Uni.createFrom().emitter(emitter -> uni.set((UniEmitter<Object>) (UniEmitter<?>) emitter));
    within("uni", () -> watch(one.toMulti()));
    elsewhere(() -> uni.get().complete("value"));
    AtomicReference<MultiEmitter<Object>> multi = new AtomicReference<>();
    Multi<String> many =
        Multi.createFrom()
            .emitter(emitter -> multi.set((MultiEmitter<Object>) (MultiEmitter<?>) emitter));
    within("multi", () -> watch(many));
    elsewhere(() -> multi.get().emit("value"));
    elsewhere(() -> multi.get().fail(new IllegalStateException("out of stock")));

    assertThat(seen).containsExactly("item uni", "completion uni", "item multi", "failure multi");
  }

  @Test
  void eachSubscriberOfAHotSourceHasItsOwnContext() throws Exception {
    seen.clear();
    BroadcastProcessor<String> broadcast = BroadcastProcessor.create();
    UnicastProcessor<String> unicast = UnicastProcessor.create();
    within("one", () -> watch(broadcast));
    within("two", () -> watch(broadcast));
    within("three", () -> watch(unicast));

    elsewhere(() -> broadcast.onNext("value"));
    elsewhere(() -> unicast.onNext("value"));

    assertThat(seen).containsExactly("item one", "item two", "item three");
  }

  @Test
  void whatIsTriedAgainComesLateOrTakesTheResultsPlace() throws Exception {
    List<String> attempts = new ArrayList<>();
    String last =
        AgentContext.within(
            "request",
            () ->
                Uni.createFrom()
                    .item(
                        () -> {
                          attempts.add(AgentContext.current());
                          if (attempts.size() < 4) {
                            throw new IllegalStateException("not yet");
                          }
                          return AgentContext.current();
                        })
                    .onFailure()
                    .retry()
                    .withBackOff(Duration.ofMillis(1))
                    .atMost(5)
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(1))
                    .emitOn(pool)
                    .map(value -> value + ' ' + AgentContext.current())
                    .await()
                    .atMost(PATIENCE));
    String fallback =
        AgentContext.within(
            "request",
            () ->
                Uni.createFrom()
                    .<String>nothing()
                    .ifNoItem()
                    .after(Duration.ofMillis(1))
                    .recoverWithItem(AgentContext::current)
                    .await()
                    .atMost(PATIENCE));

    assertThat(attempts).hasSize(4).containsOnly("request");
    assertThat(last).isEqualTo("request request");
    assertThat(fallback).isEqualTo("request");
  }

  private void watch(Multi<String> source) {
    source
        .filter(value -> true)
        .subscribe()
        .with(value -> note("item"), failure -> note("failure"), () -> note("completion"));
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
