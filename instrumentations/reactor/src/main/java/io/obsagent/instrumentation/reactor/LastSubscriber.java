// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.opentelemetry.context.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable.QueueSubscription;
import reactor.core.Scannable;

/** A subscriber that may ask or cancel on threads of its own: its subscription has its context. */
final class LastSubscriber<T> implements CoreSubscriber<T>, Scannable {
  private static final String PUBLISHERS = "reactor.core.publisher.";

  /** What of Reactor the application holds the end of. */
  private static final Set<String> REACTORS_OWN =
      Set.of(
          PUBLISHERS + "LambdaMonoSubscriber",
          PUBLISHERS + "LambdaSubscriber",
          PUBLISHERS + "MonoToCompletableFuture",
          PUBLISHERS + "StrictSubscriber");

  private static final ClassValue<Boolean> IS_LAST =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isLast(type);
        }
      };

  private final CoreSubscriber<T> actual;
  private final Context context;

  private LastSubscriber(CoreSubscriber<T> actual, Context context) {
    this.actual = actual;
    this.context = context;
  }

  /** The subscriber itself where it is within an operator, and outside of any context. */
  static <T> @Nullable CoreSubscriber<T> of(@Nullable CoreSubscriber<T> subscriber) {
    if (subscriber == null || !IS_LAST.get(subscriber.getClass())) {
      return subscriber;
    }
    Context context = Context.current();
    return context == Context.root() ? subscriber : new LastSubscriber<>(subscriber, context);
  }

  /** A subscriber that is a queue as well is an operator of somebody's. */
  private static boolean isLast(Class<?> type) {
    String name = type.getName();
    return REACTORS_OWN.contains(name)
        || !name.startsWith(PUBLISHERS)
            && !QueueSubscription.class.isAssignableFrom(type)
            && type != LastSubscriber.class
            && !ContextSubscriber.class.isAssignableFrom(type);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    actual.onSubscribe(ContextSubscription.of(subscription, context));
  }

  @Override
  public void onNext(T value) {
    actual.onNext(value);
  }

  @Override
  public void onError(Throwable error) {
    actual.onError(error);
  }

  @Override
  public void onComplete() {
    actual.onComplete();
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
}
