// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.obsagent.spi.telemetry.McpRequest;
import io.obsagent.spi.telemetry.WeakMap;
import org.jspecify.annotations.Nullable;

/** What a session knows of itself: it is told by the first answer, and belongs to all after it. */
final class Peer {
  private static final WeakMap<Object, Peer> SESSIONS = new WeakMap<>();

  private final @Nullable String transport;
  private volatile @Nullable String server;
  private volatile @Nullable String version;

  private Peer(@Nullable String transport) {
    this.transport = transport;
  }

  /** Of a session or a handler without sessions. */
  static Peer of(Object session) {
    Peer known = SESSIONS.get(session);
    return known != null ? known : SESSIONS.putIfAbsent(session, new Peer("tcp"));
  }

  static void begin(Object session, @Nullable Object transport) {
    boolean pipe = transport != null && transport.getClass().getName().contains("Stdio");
    SESSIONS.put(session, new Peer(pipe ? "pipe" : "tcp"));
  }

  void introduced(McpSchema.InitializeResult result) {
    McpSchema.Implementation info = result.serverInfo();
    server = info == null ? null : info.name();
    version = result.protocolVersion();
  }

  @Nullable String server() {
    return server;
  }

  @Nullable String version() {
    return version;
  }

  McpRequest request(String method, @Nullable Object params) {
    return McpRequest.of(method)
        .name(Params.name(params))
        .uri(Params.uri(params))
        .server(server, version)
        .transport(transport);
  }
}
