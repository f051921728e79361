// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Fuseable.QueueSubscription;
import reactor.core.Scannable;

/** What a {@link LastSubscriber} asks by, in the context in which it has subscribed. */
class ContextSubscription implements Subscription, Scannable {
  static final Guard GUARD = Guard.of(ContextSubscription.class);

  private final Subscription actual;
  final Context context;

  private ContextSubscription(Subscription actual, Context context) {
    this.actual = actual;
    this.context = context;
  }

  /** One that is fused with where the subscription can be. */
  static Subscription of(Subscription actual, Context context) {
    return actual instanceof QueueSubscription<?> queue
        ? new Fused<>(queue, context)
        : new ContextSubscription(actual, context);
  }

  @Override
  public void request(long n) {
    Context before = GUARD.exchange(context);
    try {
      actual.request(n);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void cancel() {
    Context before = GUARD.exchange(context);
    try {
      actual.cancel();
    } finally {
      GUARD.restore(before);
    }
  }

  /** Who looks at the chain finds the subscription in this one's place. */
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

  private static final class Fused<T> extends ContextSubscription implements QueueSubscription<T> {
    private final QueueSubscription<T> queue;

    Fused(QueueSubscription<T> queue, Context context) {
      super(queue, context);
      this.queue = queue;
    }

    @Override
    public int requestFusion(int mode) {
      return queue.requestFusion(mode);
    }

    @Override
    public @Nullable T poll() {
      Context before = GUARD.exchange(context);
      try {
        return queue.poll();
      } finally {
        GUARD.restore(before);
      }
    }

    @Override
    public int size() {
      return queue.size();
    }

    @Override
    public boolean isEmpty() {
      return queue.isEmpty();
    }

    @Override
    public void clear() {
      Context before = GUARD.exchange(context);
      try {
        queue.clear();
      } finally {
        GUARD.restore(before);
      }
    }
  }
}
