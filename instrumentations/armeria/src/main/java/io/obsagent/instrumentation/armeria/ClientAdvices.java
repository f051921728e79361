// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.internal.common.HttpObjectEncoder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;

/** Advice for requests that are sent. */
final class ClientAdvices {
  /** Tells the codec, below, that the next request is not one of its own. */
  private static final AttributeKey<Boolean> CLIENT_ABOVE =
      AttributeKey.valueOf("io.obsagent.netty.client-above");

  private ClientAdvices() {}

  /**
   * For {@code initContextAndExecuteWithFallback}, by which a client of any kind begins, and within
   * which it begins each of its attempts; those have what the context of the first has.
   */
  static final class Execute {
    private Execute() {}

    @OnEnter
    static void enter(@Argument(1) ClientRequestContext context) {
      SentRequest.begin(context);
    }
  }

  /** For {@code execute} of the last client of a chain, which sends. */
  static final class Send {
    private Send() {}

    @ReplaceArgument(1)
    static HttpRequest request(
        @Argument(0) ClientRequestContext context, @Argument(1) HttpRequest request) {
      return SentRequest.send(context, request);
    }
  }

  /** For {@code doWriteHeaders}. */
  static final class WriteHeaders {
    private WriteHeaders() {}

    @OnEnter
    static void enter(@This HttpObjectEncoder encoder) {
      encoder.channel().attr(CLIENT_ABOVE).set(true);
    }
  }

  /**
   * For {@code channelActive} of what asks a server whether it speaks HTTP/2: for no application.
   */
  static final class Negotiate {
    private Negotiate() {}

    @OnEnter
    static void enter(@Argument(0) ChannelHandlerContext connection) {
      connection.channel().attr(CLIENT_ABOVE).set(true);
    }
  }
}
