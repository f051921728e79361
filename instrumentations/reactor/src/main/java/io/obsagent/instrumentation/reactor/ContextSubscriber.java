// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable.ConditionalSubscriber;
import reactor.core.Scannable;

/** The subscriber of a source, which gets its signals in the context in which it has subscribed. */
class ContextSubscriber<T> implements CoreSubscriber<T>, Scannable {
  static final Guard GUARD = Guard.of(ContextSubscriber.class);

  final CoreSubscriber<T> actual;
  final Context context;

  private ContextSubscriber(CoreSubscriber<T> actual, Context context) {
    this.actual = actual;
    this.context = context;
  }

  /** One that takes values back as well, where the subscriber does. */
  static <T> CoreSubscriber<T> of(CoreSubscriber<T> actual, Context context) {
    if (actual instanceof ContextSubscriber<?> known && known.context == context) {
      return actual;
    }
    return actual instanceof ConditionalSubscriber<?>
        ? new Conditional<>(actual, context)
        : new ContextSubscriber<>(actual, context);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    Context before = GUARD.exchange(context);
    try {
      actual.onSubscribe(subscription);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onNext(T value) {
    Context before = GUARD.exchange(context);
    try {
      actual.onNext(value);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onError(Throwable error) {
    Context before = GUARD.exchange(context);
    try {
      actual.onError(error);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onComplete() {
    Context before = GUARD.exchange(context);
    try {
      actual.onComplete();
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public reactor.util.context.Context currentContext() {
    return actual.currentContext();
  }

  /** Who looks at the chain finds the subscriber in this one's place. */
  @Override
  public @Nullable Object scanUnsafe(Attr key) {
    return Scannable.from(actual).scanUnsafe(key);
  }

  @Override
  public String stepName() {
    return Scannable.from(actual).stepName();
  }

  @Override
  public boolean isScanAvailable() {
    return Scannable.from(actual).isScanAvailable();
  }

  @Override
  public String toString() {
    return actual.toString();
  }

  private static final class Conditional<T> extends ContextSubscriber<T>
      implements ConditionalSubscriber<T> {
    private final ConditionalSubscriber<T> conditional;

    @SuppressWarnings("unchecked")
    Conditional(CoreSubscriber<T> actual, Context context) {
      super(actual, context);
      this.conditional = (ConditionalSubscriber<T>) actual;
    }

    @Override
    public boolean tryOnNext(T value) {
      Context before = GUARD.exchange(context);
      try {
        return conditional.tryOnNext(value);
      } finally {
        GUARD.restore(before);
      }
    }
  }
}
