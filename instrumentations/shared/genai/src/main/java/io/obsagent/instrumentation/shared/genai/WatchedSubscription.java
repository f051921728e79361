// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One subscription to the answer of a reactive library. What comes is told, then passed on in the
 * context of who subscribed; more of it is asked for in the context of the call. What its library
 * wants of a subscriber besides, a subclass has. The signals of one come one after the other.
 */
public abstract class WatchedSubscription<T> implements Subscriber<T>, Subscription {
  private final Guard guard;
  private final Subscriber<? super T> subscriber;
  private final @Nullable Context outer;
  private @Nullable Subscription source;

  /**
   * @param guard of the module, which bears what goes wrong in telling
   * @param outer of who subscribed; null where that is not to be changed
   */
  protected WatchedSubscription(
      Guard guard, Subscriber<? super T> subscriber, @Nullable Context outer) {
    this.guard = guard;
    this.subscriber = subscriber;
    this.outer = outer;
  }

  /**
   * Subscribes where nobody has before: in the context of who subscribes or, where that knows
   * nothing, in the one in which the answer was asked for.
   *
   * @param plain subscribes to the source as it is
   * @param watched takes the context of who subscribes, and gives what subscribes in the place of
   *     {@code plain}, in the context that it has made current; or null
   */
  public static void begin(
      Guard guard,
      Context assembled,
      Runnable plain,
      Function<Context, @Nullable Runnable> watched) {
    Context before = null;
    Runnable subscribes = null;
    try {
      before = Context.current();
      if (before == Context.root()) {
        assembled.makeCurrent();
      }
      subscribes = watched.apply(before);
    } catch (Throwable e) {
      guard.caught(e);
    }
    try {
      (subscribes == null ? plain : subscribes).run();
    } finally {
      guard.restore(before);
    }
  }

  /** The context of the call; null, as by default, where that is not to be changed. */
  protected @Nullable Context inner() {
    return null;
  }

  /** Tells what has come. */
  protected abstract void arrived(T part);

  /** Nothing more comes; with what failed, if it did. */
  protected abstract void ended(@Nullable Throwable failure);

  /** The application wants no more; the source is told after this. */
  protected abstract void left();

  @Override
  public void onSubscribe(Subscription subscription) {
    source = subscription;
    Context before = to(outer);
    try {
      subscriber.onSubscribe(this);
    } finally {
      guard.restore(before);
    }
  }

  @Override
  public void onNext(T part) {
    try {
      arrived(part);
    } catch (Throwable e) {
      guard.caught(e);
    }
    Context before = to(outer);
    try {
      subscriber.onNext(part);
    } finally {
      guard.restore(before);
    }
  }

  @Override
  public void onError(Throwable failure) {
    end(failure);
    Context before = to(outer);
    try {
      subscriber.onError(failure);
    } finally {
      guard.restore(before);
    }
  }

  @Override
  public void onComplete() {
    end(null);
    Context before = to(outer);
    try {
      subscriber.onComplete();
    } finally {
      guard.restore(before);
    }
  }

  private void end(@Nullable Throwable failure) {
    try {
      ended(failure);
    } catch (Throwable e) {
      guard.caught(e);
    }
  }

  @Override
  public void request(long count) {
    Subscription asked = source;
    if (asked != null) {
      Context before = to(inner());
      try {
        asked.request(count);
      } finally {
        guard.restore(before);
      }
    }
  }

  @Override
  public void cancel() {
    try {
      left();
    } catch (Throwable e) {
      guard.caught(e);
    }
    Subscription asked = source;
    if (asked != null) {
      asked.cancel();
    }
  }

  private @Nullable Context to(@Nullable Context context) {
    return context == null ? null : guard.exchange(context);
  }
}
