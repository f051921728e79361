// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.obsagent.instrumentation.shared.genai.McpPeer;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for requests, which clients and servers alike send and serve. */
final class RequestAdvices {
  private RequestAdvices() {}

  /** {@code sendRequest(method, params, type)}. */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable Started enter(
        @This Object session, @Argument(0) String method, @Argument(1) @Nullable Object params) {
      return Started.sent(session, method, params);
    }

    @ReplaceArgument(1)
    static @Nullable Object params(
        @Token @Nullable Started started, @Argument(1) @Nullable Object params) {
      return started == null ? params : Params.with(started.operation(), params);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Started started,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Started.followed(started, returned, thrown);
    }
  }

  /** {@code handleIncomingRequest(request)}, of stdio and SSE, gives the response. */
  static final class Incoming {
    private Incoming() {}

    @OnEnter
    static @Nullable Started enter(@This Object session, @Argument(0) JSONRPCRequest request) {
      return Started.served(McpPeer.of(session), null, request);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Started started,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Started.followed(started, returned, thrown);
    }
  }

  /** {@code handleRequest(context, request)}, of HTTP without sessions, gives the response. */
  static final class Stateless {
    private Stateless() {}

    @OnEnter
    static @Nullable Started enter(@This Object handler, @Argument(1) JSONRPCRequest request) {
      return Started.served(McpPeer.of(handler), null, request);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Started started,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Started.followed(started, returned, thrown);
    }
  }
}
