// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.McpOperation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Advice for requests that are sent, by clients and by servers alike. */
final class SendAdvices {
  private SendAdvices() {}

  /** {@code sendRequest(method, params, type)}. */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable McpOperation enter(
        @This Object session,
        @Argument(0) String method,
        @Argument(1) @Nullable Object params) {
      return McpOperation.startClient(Peer.of(session).request(method, params));
    }

    @ReplaceArgument(1)
    static @Nullable Object params(
        @Token @Nullable McpOperation operation, @Argument(1) @Nullable Object params) {
      return operation == null ? params : Params.with(operation, params);
    }

    @OnExit
    static @Nullable Object exit(
        @This Object session,
        @Token @Nullable McpOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return followed(session, operation, returned, thrown);
    }
  }

  /** The Mono with the operation's end in it; what is none ends the operation at once. */
  static @Nullable Object followed(
      Object session,
      @Nullable McpOperation operation,
      @Nullable Object returned,
      @Nullable Throwable thrown) {
    if (operation == null) {
      return returned;
    }
    if (returned instanceof Mono<?> answer) {
      return TracedMono.of(answer, operation, Peer.of(session));
    }
    operation.end(thrown);
    return returned;
  }
}
