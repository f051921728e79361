// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import com.google.adk.events.Event;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * An agent's events. It works in the context of its operation, from a subscription to the last
 * event; what is done with the events is done in the subscriber's.
 */
final class TracedEvents extends Flowable<Event> {
  private static final Guard GUARD = Guard.of(TracedEvents.class);

  private final Flowable<Event> source;
  private final GenAiRequest request;
  private final Context assembled = Context.current();

  TracedEvents(Flowable<Event> source, GenAiRequest request) {
    this.source = source;
    this.request = request;
  }

  @Override
  protected void subscribeActual(Subscriber<? super Event> subscriber) {
    Context before = null;
    Subscriber<? super Event> traced = subscriber;
    try {
      before = Context.current();
      if (before == Context.root()) {
        assembled.makeCurrent();
      }
      GenAiOperation operation = GenAiOperation.start(request);
      if (operation != null) {
        traced = new Traced(subscriber, operation, before);
        operation.endWhenCollected(traced);
        operation.context().makeCurrent();
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    try {
      source.subscribe(traced);
    } finally {
      GUARD.restore(before);
    }
  }

  private static final class Traced implements FlowableSubscriber<Event>, Subscription {
    private final Subscriber<? super Event> subscriber;
    private final GenAiOperation operation;
    private final Context inner;
    private final Context outer;
    private @Nullable Subscription subscription;

    Traced(Subscriber<? super Event> subscriber, GenAiOperation operation, Context outer) {
      this.subscriber = subscriber;
      this.operation = operation;
      this.inner = operation.context();
      this.outer = outer;
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
    public void onNext(Event event) {
      Context before = GUARD.exchange(outer);
      try {
        subscriber.onNext(event);
      } finally {
        GUARD.restore(before);
      }
    }

    @Override
    public void onError(Throwable failure) {
      GUARD.end(operation, failure);
      Context before = GUARD.exchange(outer);
      try {
        subscriber.onError(failure);
      } finally {
        GUARD.restore(before);
      }
    }

    @Override
    public void onComplete() {
      GUARD.end(operation, null);
      Context before = GUARD.exchange(outer);
      try {
        subscriber.onComplete();
      } finally {
        GUARD.restore(before);
      }
    }

    @Override
    public void request(long count) {
      Subscription source = subscription;
      if (source != null) {
        Context before = GUARD.exchange(inner);
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
        operation.leave();
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
