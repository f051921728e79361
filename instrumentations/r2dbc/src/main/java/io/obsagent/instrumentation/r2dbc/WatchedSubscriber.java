// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.instrumentation.r2dbc.Watched.Execution;
import io.obsagent.instrumentation.r2dbc.Watched.Reading;
import io.obsagent.instrumentation.r2dbc.Watched.Way;
import io.obsagent.spi.advice.Guard;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Holds a call until its publisher has ended, or is not wanted any more. */
final class WatchedSubscriber<T> implements CoreSubscriber<T>, Subscription {
  private static final Guard GUARD = Guard.of(WatchedSubscriber.class);

  private final CoreSubscriber<? super T> actual;
  private final StatementCall call;
  private final Way way;
  private final AtomicBoolean done = new AtomicBoolean();
  private @Nullable Subscription subscription;

  WatchedSubscriber(CoreSubscriber<? super T> actual, StatementCall call, Way way) {
    this.actual = actual;
    this.call = call;
    this.way = way;
  }

  @Override
  public void onSubscribe(Subscription started) {
    subscription = started;
    Context before = outside();
    try {
      actual.onSubscribe(this);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onNext(T value) {
    boolean held = see(value);
    Context before = outside();
    try {
      actual.onNext(value);
    } finally {
      GUARD.restore(before);
      if (held) {
        release();
      }
    }
  }

  @Override
  public void onError(Throwable error) {
    call.failed(error);
    finish();
    Context before = outside();
    try {
      actual.onError(error);
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void onComplete() {
    finish();
    Context before = outside();
    try {
      actual.onComplete();
    } finally {
      GUARD.restore(before);
    }
  }

  @Override
  public void request(long n) {
    Subscription source = subscription;
    if (source != null) {
      source.request(n);
    }
  }

  @Override
  public void cancel() {
    Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
    finish();
  }

  @Override
  public reactor.util.context.Context currentContext() {
    return actual.currentContext();
  }

  /** The statement's own context is for what the driver does; null where it cannot be current. */
  private @Nullable Context outside() {
    return way instanceof Execution ? GUARD.exchange(call.caller()) : null;
  }

  /** Whether the call is held while the value is passed on: then it may be read, or be let go. */
  private boolean see(T value) {
    try {
      if (way instanceof Reading reading) {
        if (reading.counts() && value instanceof Number rows) {
          call.changed(rows.longValue());
        }
        return false;
      }
      boolean held = call.hold();
      if (held) {
        StatementCall.RESULTS.put(value, call);
      }
      return held;
    } catch (Throwable e) {
      GUARD.caught(e);
      return false;
    }
  }

  private void finish() {
    if (done.compareAndSet(false, true)) {
      release();
    }
  }

  private void release() {
    try {
      call.release();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }
}
