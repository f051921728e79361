// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import io.netty.util.AttributeKey;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClientRequest;

/** Advice for a connection that works for a request. */
final class ConnectionAdvices {
  private ConnectionAdvices() {}

  /**
   * Advice for what tells all observers of a connection's state: callbacks of the application, and
   * the library itself, which then sends the request or hands on the answer. The connection may
   * come from another request's thread, which has just given it back.
   */
  static final class Observe {
    private Observe() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(0) @Nullable Connection connection) {
      if (!(connection instanceof HttpClientRequest)) {
        return null;
      }
      Exchange exchange = Exchange.of((ChannelOperations<?, ?>) connection);
      return exchange == null ? null : exchange.caller().makeCurrent();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }

  /**
   * Advice for {@code beforeMarkSentHeaders}: the application has set all that it wants to. The
   * codec, below, is to see no request of its own.
   */
  static final class SendHeaders {
    private static final AttributeKey<Boolean> CLIENT_ABOVE =
        AttributeKey.valueOf("io.obsagent.netty.client-above");

    private SendHeaders() {}

    @OnEnter
    static ChannelOperations<?, ?> enter(@This ChannelOperations<?, ?> operations) {
      return operations;
    }

    @OnExit
    static void exit(@Token @Nullable ChannelOperations<?, ?> operations) {
      Exchange exchange = operations == null ? null : Exchange.of(operations);
      if (exchange != null && exchange.send((HttpClientRequest) operations)) {
        operations.channel().attr(CLIENT_ABOVE).set(true);
      }
    }
  }

  /**
   * Advice for {@code setNettyResponse}: the request is out, and the application may look at it.
   */
  static final class Answer {
    private Answer() {}

    @OnEnter
    static void enter(@This ChannelOperations<?, ?> operations) {
      Exchange exchange = Exchange.of(operations);
      if (exchange != null) {
        exchange.sent();
      }
    }
  }

  /** Advice for the failure of an answer whose head has come. */
  static final class Fail {
    private Fail() {}

    @OnEnter
    static void enter(
        @This ChannelOperations<?, ?> operations, @Argument(0) @Nullable Throwable failure) {
      Exchange exchange = Exchange.of(operations);
      if (exchange != null) {
        exchange.endOfAnswer(failure);
      }
    }
  }

  /** Advice for what is called when the answer has come, or when nobody waits for it any more. */
  static final class Complete {
    private Complete() {}

    @OnEnter
    static @Nullable Exchange enter(@This ChannelOperations<?, ?> operations) {
      return Exchange.of(operations);
    }

    @OnExit
    static void exit(@Token @Nullable Exchange exchange) {
      if (exchange != null) {
        exchange.endOfAnswer(null);
      }
    }
  }
}
