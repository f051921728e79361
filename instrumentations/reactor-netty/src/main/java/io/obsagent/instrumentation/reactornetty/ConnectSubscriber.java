// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import io.obsagent.spi.advice.Guard;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;

/** Who waits for the head of an answer; gives up by cancelling. */
final class ConnectSubscriber implements CoreSubscriber<Connection>, Subscription, Scannable {
  private static final Guard GUARD = Guard.of(ConnectSubscriber.class);

  private final CoreSubscriber<? super Connection> actual;
  private final Exchange exchange;
  private final Context context;
  private @Nullable Subscription subscription;

  ConnectSubscriber(CoreSubscriber<? super Connection> actual, Exchange exchange) {
    this.actual = actual;
    this.exchange = exchange;
    this.context = exchange.in(actual.currentContext());
  }

  @Override
  public Context currentContext() {
    return context;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    actual.onSubscribe(this);
  }

  @Override
  public void onNext(Connection connection) {
    try {
      if (connection instanceof HttpClientResponse response) {
        exchange.answered(response.status().code());
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    actual.onNext(connection);
  }

  @Override
  public void onError(Throwable failure) {
    try {
      exchange.end(failure);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    actual.onError(failure);
  }

  @Override
  public void onComplete() {
    actual.onComplete();
  }

  @Override
  public void request(long n) {
    Subscription given = subscription;
    if (given != null) {
      given.request(n);
    }
  }

  @Override
  public void cancel() {
    try {
      exchange.cancel();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
  }

  @Override
  public @Nullable Object scanUnsafe(Attr key) {
    return Scannable.from(actual).scanUnsafe(key);
  }

  @Override
  public String toString() {
    return actual.toString();
  }
}
