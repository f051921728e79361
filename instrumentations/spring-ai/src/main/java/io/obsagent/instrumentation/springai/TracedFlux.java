// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * An answer in chunks. Each subscription is a call of the model, which is made in the call's
 * context; what the application does with the chunks runs in its own. One that is never subscribed
 * to is no call.
 */
final class TracedFlux extends Flux<ChatResponse> {
  private static final Guard GUARD = Guard.of(TracedFlux.class);

  private final Flux<ChatResponse> source;
  private final Object model;
  private final Prompt prompt;
  private final Context assembled = Context.current();

  TracedFlux(Flux<ChatResponse> source, Object model, Prompt prompt) {
    this.source = source;
    this.model = model;
    this.prompt = prompt;
  }

  @Override
  public void subscribe(CoreSubscriber<? super ChatResponse> subscriber) {
    Context before = null;
    RuntimeException refused = null;
    CoreSubscriber<? super ChatResponse> traced = subscriber;
    try {
      before = Context.current();
      if (before == Context.root()) {
        assembled.makeCurrent();
      }
      GenAiRequest request = Requests.chat(model, prompt, true);
      refused = Refusals.of(model, request);
      Turns turns = refused == null ? Turns.begin(request, prompt) : null;
      if (turns != null) {
        traced = new Traced(subscriber, turns, before);
        turns.watch(traced);
        turns.enter();
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    try {
      if (refused == null) {
        source.subscribe(traced);
      } else {
        Operators.error(subscriber, refused);
      }
    } finally {
      GUARD.restore(before);
    }
  }

  private static final class Traced implements CoreSubscriber<ChatResponse>, Subscription {
    private final CoreSubscriber<? super ChatResponse> subscriber;
    private final Turns turns;
    private final Context outer;
    private @Nullable Subscription subscription;

    Traced(CoreSubscriber<? super ChatResponse> subscriber, Turns turns, Context outer) {
      this.subscriber = subscriber;
      this.turns = turns;
      this.outer = outer;
    }

    @Override
    public reactor.util.context.Context currentContext() {
      return subscriber.currentContext();
    }

    @Override
    public void onSubscribe(Subscription source) {
      subscription = source;
      Context before = GUARD.exchange(outer);
      try {
        subscriber.onSubscribe(this);
      } finally {
        GUARD.restore(before);
      }
    }

    @Override
    public void onNext(ChatResponse chunk) {
      try {
        turns.chunk(chunk);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      Context before = GUARD.exchange(outer);
      try {
        subscriber.onNext(chunk);
      } finally {
        GUARD.restore(before);
      }
    }

    @Override
    public void onError(Throwable failure) {
      end(failure);
      Context before = GUARD.exchange(outer);
      try {
        subscriber.onError(failure);
      } finally {
        GUARD.restore(before);
      }
    }

    @Override
    public void onComplete() {
      end(null);
      Context before = GUARD.exchange(outer);
      try {
        subscriber.onComplete();
      } finally {
        GUARD.restore(before);
      }
    }

    private void end(@Nullable Throwable failure) {
      try {
        turns.end(null, failure);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }

    @Override
    public void request(long count) {
      Subscription source = subscription;
      if (source != null) {
        Context before = GUARD.exchange(turns.context());
        try {
          source.request(count);
        } finally {
          GUARD.restore(before);
        }
      }
    }

    @Override
    public void cancel() {
      try {
        turns.abandon();
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      Subscription source = subscription;
      if (source != null) {
        source.cancel();
      }
    }
  }
}
