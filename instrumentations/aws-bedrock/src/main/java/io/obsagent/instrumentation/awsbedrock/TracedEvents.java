// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;

/** The events of a stream, watched as the application takes them. */
record TracedEvents<E>(SdkPublisher<E> events, TracedHandler<?, E> call)
    implements SdkPublisher<E> {
  @Override
  public void subscribe(@Nullable Subscriber<? super E> subscriber) {
    events.subscribe(subscriber == null ? null : new Watched<>(subscriber, call));
  }

  private record Watched<E>(Subscriber<? super E> subscriber, TracedHandler<?, E> call)
      implements Subscriber<E> {
    @Override
    public void onSubscribe(Subscription subscription) {
      Scope scope = Answers.GUARD.attach(call.context);
      try {
        subscriber.onSubscribe(new Demand(subscription, call));
      } finally {
        Answers.GUARD.close(scope);
      }
    }

    @Override
    public void onNext(E event) {
      call.reader.tellChunk(call.operation, event);
      Scope scope = Answers.GUARD.attach(call.context);
      try {
        subscriber.onNext(event);
      } finally {
        Answers.GUARD.close(scope);
      }
    }

    @Override
    public void onError(Throwable failure) {
      call.failed = failure;
      Scope scope = Answers.GUARD.attach(call.context);
      try {
        subscriber.onError(failure);
      } finally {
        Answers.GUARD.close(scope);
      }
    }

    @Override
    public void onComplete() {
      Answers.GUARD.end(call.operation, null);
      Scope scope = Answers.GUARD.attach(call.context);
      try {
        subscriber.onComplete();
      } finally {
        Answers.GUARD.close(scope);
      }
    }
  }

  /**
   * What the application cancels has ended before the library makes an answer or an error of it.
   */
  private record Demand(Subscription subscription, TracedHandler<?, ?> call)
      implements Subscription {
    @Override
    public void request(long count) {
      subscription.request(count);
    }

    @Override
    public void cancel() {
      Throwable failure = call.failed;
      if (failure == null) {
        call.reader.leave(call.operation);
      } else {
        call.reader.fail(call.operation, failure);
      }
      subscription.cancel();
    }
  }
}
