// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rxjava;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The observer of a source, which gets its signals in the context in which it has subscribed. It is
 * one of five kinds, and the source calls what that kind has.
 */
@SuppressWarnings("unchecked")
final class ContextObserver3
    implements Observer<Object>,
        SingleObserver<Object>,
        MaybeObserver<Object>,
        CompletableObserver,
        FlowableSubscriber<Object> {
  private static final Guard GUARD = Guard.of(ContextObserver3.class);

  private final Object actual;
  private final Context context;

  private ContextObserver3(Object actual, Context context) {
    this.actual = actual;
    this.context = context;
  }

  static Object of(Object actual, Context context) {
    return actual instanceof ContextObserver3 known && known.context == context
        ? actual
        : new ContextObserver3(actual, context);
  }

  @Override
  public void onSubscribe(Disposable disposable) {
    Context before = GUARD.exchange(context);
    try {
      if (actual instanceof Observer<?> observer) {
        observer.onSubscribe(disposable);
      } else if (actual instanceof SingleObserver<?> observer) {
        observer.onSubscribe(disposable);
      } else if (actual instanceof MaybeObserver<?> observer) {
        observer.onSubscribe(disposable);
      } else {
        ((CompletableObserver) actual).onSubscribe(disposable);
      }
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    Context before = GUARD.exchange(context);
    try {
      ((Subscriber<?>) actual).onSubscribe(subscription);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onNext(Object value) {
    Context before = GUARD.exchange(context);
    try {
      if (actual instanceof Observer<?>) {
        ((Observer<Object>) actual).onNext(value);
      } else {
        ((Subscriber<Object>) actual).onNext(value);
      }
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onSuccess(Object value) {
    Context before = GUARD.exchange(context);
    try {
      if (actual instanceof SingleObserver<?>) {
        ((SingleObserver<Object>) actual).onSuccess(value);
      } else {
        ((MaybeObserver<Object>) actual).onSuccess(value);
      }
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onError(Throwable error) {
    Context before = GUARD.exchange(context);
    try {
      if (actual instanceof Observer<?> observer) {
        observer.onError(error);
      } else if (actual instanceof SingleObserver<?> observer) {
        observer.onError(error);
      } else if (actual instanceof MaybeObserver<?> observer) {
        observer.onError(error);
      } else if (actual instanceof CompletableObserver observer) {
        observer.onError(error);
      } else {
        ((Subscriber<?>) actual).onError(error);
      }
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onComplete() {
    Context before = GUARD.exchange(context);
    try {
      if (actual instanceof Observer<?> observer) {
        observer.onComplete();
      } else if (actual instanceof MaybeObserver<?> observer) {
        observer.onComplete();
      } else if (actual instanceof CompletableObserver observer) {
        observer.onComplete();
      } else {
        ((Subscriber<?>) actual).onComplete();
      }
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public String toString() {
    return actual.toString();
  }
}
