// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.obsagent.instrumentation.shared.genai.McpPeer;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Advice for requests that are served by streamable HTTP: each has a stream of its own, on which
 * its response goes as the last message.
 *
 * <pre>
 * session ─ responseStream(request, transport)              to 2.0
 * session ─ responseStream(transport) ─► stream ─ handle(request)
 *                                                  └► transport.sendMessage(response)
 * </pre>
 */
final class StreamAdvices {
  /** The request that is answered by a transport. */
  private static final WeakMap<Object, Started> ASKED = new WeakMap<>();

  private static final WeakMap<Object, Opened> OPENED = new WeakMap<>();

  private StreamAdvices() {}

  /**
   * Whose a stream is; the transport holds the stream, and so is not held.
   *
   * @param sessionId as the transport knows it
   */
  private record Opened(McpPeer peer, String sessionId, WeakReference<Object> transport) {
    static Opened of(McpStreamableServerSession session, Object transport) {
      return new Opened(McpPeer.of(session), session.getId(), new WeakReference<>(transport));
    }
  }

  private static @Nullable Started asked(
      @Nullable Opened stream, @Nullable Object transport, JSONRPCRequest request) {
    if (stream == null || transport == null || ASKED.get(transport) != null) {
      return null; // by the other of the two ways
    }
    Started started = Started.served(stream.peer, stream.sessionId, request);
    if (started != null) {
      ASKED.put(transport, started);
    }
    return started;
  }

  /** {@code new McpStreamableServerSessionStream(session, transport)}. */
  static final class Open {
    private Open() {}

    @OnEnter
    static @Nullable Object enter(
        @Argument(0) McpStreamableServerSession session, @Argument(1) @Nullable Object transport) {
      return transport == null ? null : Opened.of(session, transport);
    }

    @OnExit
    static void exit(@This Object stream, @Token @Nullable Object opened) {
      if (opened instanceof Opened of) {
        OPENED.put(stream, of);
      }
    }
  }

  /** {@code stream.handle(request)} gives nothing. */
  static final class Handle {
    private Handle() {}

    @OnEnter
    static @Nullable Started enter(@This Object stream, @Argument(0) JSONRPCRequest request) {
      Opened opened = OPENED.get(stream);
      return asked(opened, opened == null ? null : opened.transport.get(), request);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Started started,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Started.followed(started, returned, thrown);
    }
  }

  /** {@code session.responseStream(request, transport)} gives nothing. */
  static final class Streamed {
    private Streamed() {}

    @OnEnter
    static @Nullable Started enter(
        @This McpStreamableServerSession session,
        @Argument(0) JSONRPCRequest request,
        @Argument(1) Object transport) {
      return asked(Opened.of(session, transport), transport, request);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable Started started,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      return Started.followed(started, returned, thrown);
    }
  }

  /** {@code transport.sendMessage(message)}. */
  static final class Answer {
    private Answer() {}

    @OnEnter
    static void enter(@This Object transport, @Argument(0) @Nullable Object message) {
      if (message instanceof JSONRPCResponse) {
        Started started = ASKED.remove(transport);
        if (started != null) {
          Answers.tell(started.operation(), started.peer(), message);
        }
      }
    }
  }
}
