// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mutiny;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.subscription.ContextSupport;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.Flow.Subscription;

/** The subscriber of a Multi, which gets its signals in the context in which it has subscribed. */
record ContextMultiSubscriber<T>(MultiSubscriber<T> actual, Context trace)
    implements MultiSubscriber<T>, ContextSupport {
  private static final Guard GUARD = Guard.of(ContextMultiSubscriber.class);

  @Override
  public void onSubscribe(Subscription subscription) {
    Context before = GUARD.exchange(trace);
    try {
      actual.onSubscribe(subscription);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onItem(T item) {
    Context before = GUARD.exchange(trace);
    try {
      actual.onItem(item);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onFailure(Throwable failure) {
    Context before = GUARD.exchange(trace);
    try {
      actual.onFailure(failure);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onCompletion() {
    Context before = GUARD.exchange(trace);
    try {
      actual.onCompletion();
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public io.smallrye.mutiny.Context context() {
    return actual instanceof ContextSupport supporting
        ? supporting.context()
        : io.smallrye.mutiny.Context.empty();
  }
}
