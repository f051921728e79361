// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.obsagent.instrumentation.shared.genai.McpPeer;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.McpOperation;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The answer to a request: it is asked for in the operation's context, and the operation ends with
 * its first signal. One that is never subscribed to ends the operation when it is forgotten.
 */
final class TracedMono<T> extends Mono<T> {
  private static final Guard GUARD = Guard.of(TracedMono.class);

  private final Mono<T> source;
  private final McpOperation operation;
  private final io.opentelemetry.context.Context context;
  private final McpPeer peer;

  private TracedMono(Mono<T> source, McpOperation operation, McpPeer peer) {
    this.source = source;
    this.operation = operation;
    this.context = operation.context();
    this.peer = peer;
  }

  static <T> Mono<T> of(Mono<T> source, McpOperation operation, McpPeer peer) {
    TracedMono<T> traced = new TracedMono<>(source, operation, peer);
    operation.endWhenCollected(traced);
    return traced;
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> subscriber) {
    Scope scope = GUARD.attach(context);
    try {
      source.subscribe(new Traced<>(subscriber, this));
    } finally {
      GUARD.close(scope);
    }
  }

  private void answered(@Nullable Object answer) {
    try {
      Answers.tell(operation, peer, answer);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    GUARD.end(operation, null);
  }

  private void failed(Throwable failure) {
    try {
      Answers.failed(operation, failure);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    GUARD.end(operation, failure);
  }

  private void cancelled() {
    try {
      if (!operation.ended()) {
        operation.end(new CancellationException("the answer was not waited for"));
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /** Hands on all that it sees. */
  private static final class Traced<T> implements CoreSubscriber<T>, Subscription {
    private final CoreSubscriber<? super T> subscriber;
    private final TracedMono<T> answer;
    private @Nullable Subscription subscription;

    Traced(CoreSubscriber<? super T> subscriber, TracedMono<T> answer) {
      this.subscriber = subscriber;
      this.answer = answer;
    }

    @Override
    public Context currentContext() {
      return subscriber.currentContext();
    }

    @Override
    public void onSubscribe(Subscription source) {
      subscription = source;
      subscriber.onSubscribe(this);
    }

    @Override
    public void onNext(T value) {
      answer.answered(value);
      subscriber.onNext(value);
    }

    @Override
    public void onError(Throwable failure) {
      answer.failed(failure);
      subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
      answer.answered(null);
      subscriber.onComplete();
    }

    @Override
    public void request(long count) {
      Subscription source = subscription;
      if (source != null) {
        source.request(count);
      }
    }

    @Override
    public void cancel() {
      answer.cancelled();
      Subscription source = subscription;
      if (source != null) {
        source.cancel();
      }
    }
  }
}
