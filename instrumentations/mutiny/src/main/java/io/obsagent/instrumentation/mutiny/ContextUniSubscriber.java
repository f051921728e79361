// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mutiny;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

/** The subscriber of a Uni, which gets its signals in the context in which it has subscribed. */
record ContextUniSubscriber<T>(UniSubscriber<T> actual, Context trace) implements UniSubscriber<T> {
  private static final Guard GUARD = Guard.of(ContextUniSubscriber.class);

  @Override
  public void onSubscribe(UniSubscription subscription) {
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
  public io.smallrye.mutiny.Context context() {
    return actual.context();
  }
}
