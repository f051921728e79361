// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.McpOperation;
import io.obsagent.spi.telemetry.McpRequest;
import io.obsagent.spi.telemetry.WeakMap;
import org.jspecify.annotations.Nullable;

/** Advice for requests that are served, by servers and by clients alike. */
final class ServeAdvices {
  private ServeAdvices() {}

  private static @Nullable McpOperation start(
      Object session, @Nullable String sessionId, JSONRPCRequest request) {
    McpRequest read =
        Peer.of(session)
            .request(request.method(), request.params())
            .id(request.id())
            .session(sessionId);
    return McpOperation.startServer(read, Params.READER, Params.meta(request.params()));
  }

  /** {@code handleIncomingRequest(request)}, of stdio and SSE, gives the response. */
  static final class Incoming {
    private Incoming() {}

    @OnEnter
    static @Nullable McpOperation enter(
        @This Object session, @Argument(0) JSONRPCRequest request) {
      return start(session, null, request);
    }

    @OnExit
    static @Nullable Object exit(
        @This Object session,
        @Token @Nullable McpOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return SendAdvices.followed(session, operation, returned, thrown);
    }
  }

  /** {@code handleRequest(context, request)}, of HTTP without sessions, gives the response. */
  static final class Stateless {
    private Stateless() {}

    @OnEnter
    static @Nullable McpOperation enter(
        @This Object handler, @Argument(1) JSONRPCRequest request) {
      return start(handler, null, request);
    }

    @OnExit
    static @Nullable Object exit(
        @This Object handler,
        @Token @Nullable McpOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return SendAdvices.followed(handler, operation, returned, thrown);
    }
  }

  /** The streams on which an answer is to come. */
  private static final WeakMap<Object, McpOperation> STREAMS = new WeakMap<>();

  /** {@code responseStream(request, stream)} sends the response itself, and gives nothing. */
  static final class Streamed {
    private Streamed() {}

    @OnEnter
    static @Nullable McpOperation enter(
        @This McpStreamableServerSession session,
        @Argument(0) JSONRPCRequest request,
        @Argument(1) Object stream) {
      McpOperation operation = start(session, session.getId(), request);
      if (operation != null) {
        STREAMS.put(stream, operation);
      }
      return operation;
    }

    @OnExit
    static @Nullable Object exit(
        @This Object session,
        @Token @Nullable McpOperation operation,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return SendAdvices.followed(session, operation, returned, thrown);
    }
  }

  /** {@code sendMessage} of a stream: the response is the last of its messages. */
  static final class Answer {
    private Answer() {}

    @OnEnter
    static void enter(@This Object stream, @Argument(0) @Nullable Object message) {
      if (message instanceof JSONRPCResponse) {
        McpOperation operation = STREAMS.remove(stream);
        if (operation != null) {
          Answers.tell(operation, Peer.of(stream), message);
        }
      }
    }
  }
}
