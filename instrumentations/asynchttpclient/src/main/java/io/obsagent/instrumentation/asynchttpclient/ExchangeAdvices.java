// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.asynchttpclient;

import io.netty.channel.Channel;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.netty.NettyResponseFuture;
import org.jspecify.annotations.Nullable;

/** Advice for a request over a channel, and what comes back. */
final class ExchangeAdvices {
  private ExchangeAdvices() {}

  private static void close(@Nullable Scope scope) {
    if (scope != null) {
      scope.close();
    }
  }

  /** For {@code writeRequest}: the request of Netty's has been made for this channel only. */
  static final class Write {
    private Write() {}

    @OnEnter
    static @Nullable Scope enter(
        @Argument(0) NettyResponseFuture<?> future, @Argument(1) Channel channel) {
      ClientCall call = ClientCall.of(future);
      return call == null ? null : call.send(channel, future.getNettyRequest().getHttpRequest());
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }

  /** For {@code exitAfterIntercept}: the head of an answer has come, perhaps not of the last. */
  static final class Answer {
    private Answer() {}

    @OnEnter
    static void enter(
        @Argument(1) NettyResponseFuture<?> future, @Argument(4) HttpResponseStatus status) {
      ClientCall call = ClientCall.of(future);
      if (call != null) {
        call.status(status.getStatusCode());
      }
    }
  }

  /** For {@code handleRead}, which calls the application's handler with parts of an answer. */
  static final class Read {
    private Read() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(1) NettyResponseFuture<?> future) {
      ClientCall call = ClientCall.of(future);
      return call == null ? null : call.enter();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }
}
