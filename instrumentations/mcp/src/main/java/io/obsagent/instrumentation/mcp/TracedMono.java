// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.obsagent.instrumentation.shared.genai.WatchedSubscription;
import io.obsagent.spi.advice.Guard;
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
  private final Started started;
  private final io.opentelemetry.context.Context context;

  private TracedMono(Mono<T> source, Started started) {
    this.source = source;
    this.started = started;
    this.context = started.operation().context();
  }

  static <T> Mono<T> of(Mono<T> source, Started started) {
    TracedMono<T> traced = new TracedMono<>(source, started);
    started.operation().endWhenCollected(traced);
    return traced;
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> subscriber) {
    io.opentelemetry.context.Context before = GUARD.exchange(context);
    try {
      source.subscribe(new Traced(subscriber));
    } finally {
      GUARD.restore(before);
    }
  }

  /** Hands on all that it sees, in whichever context it comes. */
  private final class Traced extends WatchedSubscription<T> implements CoreSubscriber<T> {
    private final CoreSubscriber<? super T> subscriber;

    Traced(CoreSubscriber<? super T> subscriber) {
      super(GUARD, subscriber, null);
      this.subscriber = subscriber;
    }

    @Override
    public Context currentContext() {
      return subscriber.currentContext();
    }

    @Override
    protected void arrived(T value) {
      started.end(value, null);
    }

    @Override
    protected void ended(@Nullable Throwable failure) {
      started.end(null, failure);
    }

    @Override
    protected void left() {
      if (!started.operation().ended()) {
        started.end(null, new CancellationException("the answer was not waited for"));
      }
    }
  }
}
