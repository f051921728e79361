// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientConfig;

/** Advice for the subscription to a request. */
final class ConnectAdvices {
  /** The one that is being subscribed to on this thread, until the library reads what it is. */
  private static final ThreadLocal<@Nullable Exchange> BEGINNING = new ThreadLocal<>();

  private ConnectAdvices() {}

  /** Advice for {@code subscribe} of what connects, within which are retries and redirects. */
  static final class Subscribe {
    private Subscribe() {}

    @OnEnter
    static Exchange enter() {
      Exchange exchange = new Exchange();
      BEGINNING.set(exchange);
      return exchange;
    }

    @ReplaceArgument(0)
    static CoreSubscriber<? super Connection> subscriber(
        @Token @Nullable Exchange exchange,
        @Argument(0) CoreSubscriber<? super Connection> subscriber) {
      return exchange == null ? subscriber : new ConnectSubscriber(subscriber, exchange);
    }

    @OnExit
    static void exit(@Token @Nullable Exchange exchange, @Thrown @Nullable Throwable thrown) {
      BEGINNING.remove();
      if (exchange != null && thrown != null) {
        exchange.end(thrown);
      }
    }
  }

  /** Advice for the constructor of the state of a request, which reads its configuration. */
  static final class Begin {
    private Begin() {}

    @OnEnter
    static void enter(@Argument(0) HttpClientConfig config) {
      Exchange exchange = BEGINNING.get();
      if (exchange != null) {
        exchange.start(OutgoingRequest.of(config));
      }
    }
  }
}
