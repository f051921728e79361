// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import com.google.adk.events.Event;
import io.obsagent.instrumentation.shared.genai.WatchedSubscription;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

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
    WatchedSubscription.begin(
        GUARD,
        assembled,
        () -> source.subscribe(subscriber),
        outer -> {
          GenAiOperation operation = GenAiOperation.start(request);
          if (operation == null) {
            return null;
          }
          Traced traced = new Traced(subscriber, operation, outer);
          operation.endWhenCollected(traced);
          operation.context().makeCurrent();
          return () -> source.subscribe((Subscriber<Event>) traced);
        });
  }

  private static final class Traced extends WatchedSubscription<Event>
      implements FlowableSubscriber<Event> {
    private final GenAiOperation operation;
    private final Context context;

    Traced(Subscriber<? super Event> subscriber, GenAiOperation operation, Context outer) {
      super(GUARD, subscriber, outer);
      this.operation = operation;
      this.context = operation.context();
    }

    @Override
    protected Context inner() {
      return context;
    }

    @Override
    protected void arrived(Event event) {
      // What models and tools tell of it, they tell themselves.
    }

    @Override
    protected void ended(@Nullable Throwable failure) {
      operation.end(failure);
    }

    @Override
    protected void left() {
      operation.leave();
    }
  }
}
