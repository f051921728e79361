// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.modelcontextprotocol.spec.McpClientSession;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession.McpStreamableServerSessionInit;
import io.obsagent.instrumentation.shared.genai.McpPeer;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Advice for the beginning of sessions: whom a session talks to, and how. */
final class SessionAdvices {
  private SessionAdvices() {}

  /** Constructors; of streamable HTTP, each request of a session has a transport of its own. */
  static final class Begin {
    private Begin() {}

    @OnExit
    static void exit(@This Object session) {
      Object transport = PrivateField.read(session, "transport");
      boolean serves = !(session instanceof McpClientSession);
      McpPeer.begin(
          session, transport, serves, serves ? null : PrivateField.read(transport, "baseUri"));
    }
  }

  /**
   * {@code close()}, {@code closeGracefully()} and {@code delete()}, one of which calls another.
   */
  static final class Close {
    private Close() {}

    @OnEnter
    static void enter(@This Object session) {
      McpPeer.end(session);
    }
  }

  /** {@code startSession(request)}, of streamable HTTP: its answer goes no other way. */
  static final class Start {
    private Start() {}

    @OnExit
    static @Nullable Object exit(@Return @Nullable Object returned) {
      if (!(returned instanceof McpStreamableServerSessionInit init) || init.initResult() == null) {
        return returned;
      }
      McpStreamableServerSession session = init.session();
      return new McpStreamableServerSessionInit(
          session, init.initResult().doOnNext(new Introduction(McpPeer.of(session))));
    }
  }

  /** Hears how the server introduces itself. */
  private record Introduction(McpPeer peer) implements Consumer<InitializeResult> {
    private static final Guard GUARD = Guard.of(Introduction.class);

    @Override
    public void accept(InitializeResult result) {
      try {
        Answers.introduce(peer, result);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
