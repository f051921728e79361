// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.obsagent.instrumentation.shared.genai.McpMeta;
import io.obsagent.instrumentation.shared.genai.McpPeer;
import io.obsagent.spi.telemetry.McpOperation;
import io.obsagent.spi.telemetry.McpRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A request that was sent or has come in, and the session that it is of. */
record Started(McpOperation operation, McpPeer peer) {
  static @Nullable Started sent(Object session, String method, @Nullable Object params) {
    McpPeer peer = McpPeer.of(session);
    return of(McpOperation.startClient(asked(peer, method, params)), peer);
  }

  static @Nullable Started served(
      McpPeer peer, @Nullable String sessionId, JSONRPCRequest request) {
    return of(
        McpOperation.startServer(
            asked(peer, request.method(), request.params()).id(request.id()).session(sessionId),
            McpMeta.READER,
            Params.meta(request.params())),
        peer);
  }

  private static McpRequest asked(McpPeer peer, String method, @Nullable Object params) {
    return peer.request(method).name(Params.name(params)).uri(Params.uri(params));
  }

  private static @Nullable Started of(@Nullable McpOperation operation, McpPeer peer) {
    return operation == null ? null : new Started(operation, peer);
  }

  /** The Mono with the operation's end in it; what is none ends the operation at once. */
  static @Nullable Object followed(
      @Nullable Started started, @Nullable Object returned, @Nullable Throwable thrown) {
    if (started == null) {
      return returned;
    }
    if (returned instanceof Mono<?> answer) {
      return TracedMono.of(answer, started);
    }
    started.operation.end(thrown);
    return returned;
  }

  /**
   * @param answer null where there is nothing to be told of it
   */
  void end(@Nullable Object answer, @Nullable Throwable failure) {
    try {
      Answers.tell(operation, peer, failure == null ? answer : failure);
    } finally {
      operation.end(failure);
    }
  }
}
