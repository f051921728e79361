// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.obsagent.spi.telemetry.McpOperation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A request that was sent or has come in, and the session that it is of. */
record Started(McpOperation operation, Peer peer) {
  static @Nullable Started sent(Object session, String method, @Nullable Object params) {
    Peer peer = Peer.of(session);
    return of(McpOperation.startClient(peer.request(method, params)), peer);
  }

  static @Nullable Started served(
      Object session, @Nullable String sessionId, JSONRPCRequest request) {
    return served(Peer.of(session), sessionId, request);
  }

  static @Nullable Started served(Peer peer, @Nullable String sessionId, JSONRPCRequest request) {
    return of(
        McpOperation.startServer(
            peer.request(request.method(), request.params()).id(request.id()).session(sessionId),
            Params.READER,
            Params.meta(request.params())),
        peer);
  }

  private static @Nullable Started of(@Nullable McpOperation operation, Peer peer) {
    return operation == null ? null : new Started(operation, peer);
  }

  /** The Mono with the operation's end in it; what is none ends the operation at once. */
  static @Nullable Object followed(
      @Nullable Started started, @Nullable Object returned, @Nullable Throwable thrown) {
    if (started == null) {
      return returned;
    }
    if (returned instanceof Mono<?> answer) {
      return TracedMono.of(answer, started.operation, started.peer);
    }
    started.operation.end(thrown);
    return returned;
  }
}
