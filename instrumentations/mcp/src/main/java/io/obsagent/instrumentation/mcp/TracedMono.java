// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.obsagent.instrumentation.shared.genai.McpPeer;
import io.obsagent.instrumentation.shared.genai.WatchedSubscription;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.McpOperation;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
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

  /** Hands on all that it sees, in whichever context it comes. */
  private static final class Traced<T> extends WatchedSubscription<T> implements CoreSubscriber<T> {
    private final CoreSubscriber<? super T> subscriber;
    private final TracedMono<T> answer;

    Traced(CoreSubscriber<? super T> subscriber, TracedMono<T> answer) {
      super(GUARD, subscriber, null);
      this.subscriber = subscriber;
      this.answer = answer;
    }

    @Override
    public Context currentContext() {
      return subscriber.currentContext();
    }

    @Override
    protected io.opentelemetry.context.@Nullable Context inner() {
      return null;
    }

    @Override
    protected void arrived(T value) {
      answer.answered(value);
    }

    @Override
    protected void ended(@Nullable Throwable failure) {
      if (failure == null) {
        answer.answered(null);
      } else {
        answer.failed(failure);
      }
    }

    @Override
    protected void left() {
      if (!answer.operation.ended()) {
        answer.operation.end(new CancellationException("the answer was not waited for"));
      }
    }
  }

  private void answered(@Nullable Object result) {
    try {
      Answers.tell(operation, peer, result);
    } finally {
      operation.end(null);
    }
  }

  private void failed(Throwable failure) {
    try {
      Answers.failed(operation, failure);
    } finally {
      operation.end(failure);
    }
  }
}
