// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * One call of a model: made in the call's context, while what the application does with the answer
 * runs in its own.
 */
final class Subscribed<T> implements CoreSubscriber<T>, Subscription {
  private static final Guard GUARD = Answers.READER.guard();

  private final CoreSubscriber<? super T> subscriber;
  private final GenAiOperation operation;
  private final Context context;
  private final Context outer;
  private final boolean whole;
  private @Nullable Subscription subscription;

  private Subscribed(
      CoreSubscriber<? super T> subscriber,
      GenAiOperation operation,
      Context outer,
      boolean whole) {
    this.subscriber = subscriber;
    this.operation = operation;
    this.context = operation.context();
    this.outer = outer;
    this.whole = whole;
  }

  /**
   * @param assembled the context in which the answer was asked for, where that of the subscription
   *     knows nothing
   * @param whole whether the answer comes as one
   */
  static <T> void to(
      CorePublisher<T> source,
      Call call,
      Context assembled,
      CoreSubscriber<? super T> subscriber,
      boolean whole) {
    Context before = null;
    CoreSubscriber<? super T> traced = subscriber;
    RuntimeException refused = null;
    try {
      before = Context.current();
      if (before == Context.root()) {
        assembled.makeCurrent();
      }
      refused = call.refused();
      GenAiOperation operation = refused == null ? call.start() : null;
      if (operation != null) {
        traced = new Subscribed<T>(subscriber, operation, before, whole);
        operation.endWhenCollected(traced);
        operation.context().makeCurrent();
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
  public void onNext(T part) {
    if (whole) {
      Answers.READER.end(operation, part);
    } else {
      Answers.READER.tellChunk(operation, part);
    }
    Context before = GUARD.exchange(outer);
    try {
      subscriber.onNext(part);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onError(Throwable failure) {
    Answers.READER.fail(operation, failure);
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
      Context before = GUARD.exchange(context);
      try {
        source.request(count);
      } finally {
        GUARD.restore(before);
      }
    }
  }

  /** Nobody waits for a whole answer any more, or wants no more chunks. */
  @Override
  public void cancel() {
    if (whole) {
      GUARD.end(operation, new CancellationException("the answer was not waited for"));
    } else {
      Answers.READER.leave(operation);
    }
    Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
  }
}
