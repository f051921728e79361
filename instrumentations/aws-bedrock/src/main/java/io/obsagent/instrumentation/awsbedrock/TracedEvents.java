// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;

/** The events of a stream, watched as the application takes them. */
record TracedEvents<E>(
    SdkPublisher<E> events,
    GenAiOperation operation,
    Context context,
    AnswerReader<? super E> reader)
    implements SdkPublisher<E> {
  @Override
  public void subscribe(@Nullable Subscriber<? super E> subscriber) {
    events.subscribe(subscriber == null ? null : new Watched<>(this, subscriber));
  }

  private static final class Watched<E> implements Subscriber<E> {
    private final TracedEvents<E> stream;
    private final Subscriber<? super E> subscriber;
    private volatile boolean failed;

    Watched(TracedEvents<E> stream, Subscriber<? super E> subscriber) {
      this.stream = stream;
      this.subscriber = subscriber;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      Scope scope = Answers.GUARD.attach(stream.context);
      try {
        subscriber.onSubscribe(new Demand(subscription, this));
      } finally {
        Answers.GUARD.close(scope);
      }
    }

    @Override
    public void onNext(E event) {
      stream.reader.tellChunk(stream.operation, event);
      Scope scope = Answers.GUARD.attach(stream.context);
      try {
        subscriber.onNext(event);
      } finally {
        Answers.GUARD.close(scope);
      }
    }

    @Override
    public void onError(Throwable failure) {
      failed = true;
      Scope scope = Answers.GUARD.attach(stream.context);
      try {
        subscriber.onError(failure);
      } finally {
        Answers.GUARD.close(scope);
      }
    }

    @Override
    public void onComplete() {
      Answers.GUARD.end(stream.operation, null);
      Scope scope = Answers.GUARD.attach(stream.context);
      try {
        subscriber.onComplete();
      } finally {
        Answers.GUARD.close(scope);
      }
    }
  }

  /** What the application cancels has ended before the library makes an error of it. */
  private record Demand(Subscription subscription, Watched<?> watched) implements Subscription {
    @Override
    public void request(long count) {
      subscription.request(count);
    }

    @Override
    public void cancel() {
      if (!watched.failed) {
        watched.stream.reader.leave(watched.stream.operation);
      }
      subscription.cancel();
    }
  }
}
