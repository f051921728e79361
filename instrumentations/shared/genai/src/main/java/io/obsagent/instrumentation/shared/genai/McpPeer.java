// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.McpRequest;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a session knows of itself: how and to whom it talks, and what is told by the first answer
 * and belongs to all after it.
 */
public final class McpPeer {
  private static final WeakMap<Object, McpPeer> SESSIONS = new WeakMap<>();
  private static final Endpoint NOWHERE = new Endpoint("", null);

  private final String transport;

  /** Of nobody once the session is closed. */
  private volatile Endpoint address;

  /** Null of a handler without sessions. */
  private final @Nullable McpSessionTime time;

  private volatile @Nullable String server;
  private volatile @Nullable String version;

  private McpPeer(String transport, Endpoint address, @Nullable McpSessionTime time) {
    this.transport = transport;
    this.address = address;
    this.time = time;
  }

  /** Of a session or a handler without sessions. */
  public static McpPeer of(Object session) {
    McpPeer known = SESSIONS.get(session);
    return known != null ? known : SESSIONS.putIfAbsent(session, new McpPeer("tcp", NOWHERE, null));
  }

  /**
   * @param transport says by its class's name whether it is a pipe
   * @param url of the server, where a client knows it
   */
  public static void begin(
      Object session, @Nullable Object transport, boolean serves, @Nullable Object url) {
    boolean pipe = transport != null && transport.getClass().getName().contains("Stdio");
    SESSIONS.put(
        session,
        new McpPeer(
            pipe ? "pipe" : "tcp",
            url == null ? NOWHERE : Endpoint.of("", url.toString()),
            new McpSessionTime(serves, System.nanoTime(), new AtomicBoolean())));
  }

  /** The session is closed; what it is asked to do again counts once. */
  public static void end(Object session) {
    McpPeer peer = SESSIONS.get(session);
    if (peer != null && peer.time != null) {
      peer.time.end(peer);
      peer.address = NOWHERE;
    }
  }

  /** The server has told its name, and the version of the protocol that both agreed on. */
  public void introduced(@Nullable String name, @Nullable String protocolVersion) {
    server = name;
    version = protocolVersion;
  }

  public @Nullable String server() {
    return server;
  }

  public @Nullable String version() {
    return version;
  }

  String transport() {
    return transport;
  }

  /** A request of this session. */
  public McpRequest request(String method) {
    Endpoint to = address;
    return McpRequest.of(method)
        .server(server, version)
        .transport(transport)
        .address(to.host(), to.port());
  }
}
