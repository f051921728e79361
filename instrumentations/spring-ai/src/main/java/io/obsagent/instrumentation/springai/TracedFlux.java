// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.instrumentation.shared.genai.WatchedSubscription;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * An answer in chunks. Each subscription is a call of the model; one that is never subscribed to is
 * no call.
 */
final class TracedFlux extends Flux<ChatResponse> {
  private static final Guard GUARD = Guard.of(TracedFlux.class);

  private final Flux<ChatResponse> source;
  private final Object model;
  private final Prompt prompt;
  private final Context assembled = Context.current();
  private final @Nullable String conversation = Conversation.current();

  TracedFlux(Flux<ChatResponse> source, Object model, Prompt prompt) {
    this.source = source;
    this.model = model;
    this.prompt = prompt;
  }

  @Override
  public void subscribe(CoreSubscriber<? super ChatResponse> subscriber) {
    WatchedSubscription.begin(
        GUARD,
        assembled,
        () -> source.subscribe(subscriber),
        outer -> {
          GenAiRequest request = Requests.chat(model, prompt, true).conversation(conversation);
          RuntimeException refused = Refusals.of(model, request);
          if (refused != null) {
            return () -> Operators.error(subscriber, refused);
          }
          Turns turns = Turns.begin(request, prompt);
          if (turns == null) {
            return null;
          }
          Traced traced = new Traced(subscriber, turns, outer);
          turns.watch(traced);
          turns.enter();
          return () -> source.subscribe(traced);
        });
  }

  private static final class Traced extends WatchedSubscription<ChatResponse>
      implements CoreSubscriber<ChatResponse> {
    private final CoreSubscriber<? super ChatResponse> subscriber;
    private final Turns turns;

    Traced(CoreSubscriber<? super ChatResponse> subscriber, Turns turns, Context outer) {
      super(GUARD, subscriber, outer);
      this.subscriber = subscriber;
      this.turns = turns;
    }

    @Override
    public reactor.util.context.Context currentContext() {
      return subscriber.currentContext();
    }

    @Override
    protected Context inner() {
      return turns.context();
    }

    @Override
    protected void arrived(ChatResponse chunk) {
      turns.chunk(chunk);
    }

    @Override
    protected void ended(@Nullable Throwable failure) {
      turns.end(null, failure);
    }

    @Override
    protected void left() {
      turns.abandon();
    }
  }
}
