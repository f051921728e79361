// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A request of the Model Context Protocol, as its sender wrote it. Never content: no argument, no
 * result. Immutable but for its setters, which are called before the operation starts.
 */
public final class McpRequest {
  public static final String TOOLS_CALL = "tools/call";
  private static final String PROMPTS_GET = "prompts/get";

  private final String method;
  private @Nullable String name;
  private @Nullable String uri;
  private @Nullable String id;
  private @Nullable String session;
  private @Nullable String server;
  private @Nullable String version;
  private @Nullable String transport;
  private @Nullable String host;
  private int port = -1;

  private McpRequest(String method) {
    this.method = method;
  }

  /**
   * @param method {@code tools/call}, {@code resources/read} …
   */
  public static McpRequest of(String method) {
    return new McpRequest(method);
  }

  /** The tool or prompt that is asked for. */
  public McpRequest name(@Nullable String toolOrPrompt) {
    name = toolOrPrompt;
    return this;
  }

  /** The resource that is asked for. */
  public McpRequest uri(@Nullable String resource) {
    uri = resource;
    return this;
  }

  /** JSON-RPC's id of the request. */
  public McpRequest id(@Nullable Object number) {
    id = number == null ? null : number.toString();
    return this;
  }

  public McpRequest session(@Nullable String sessionId) {
    session = sessionId;
    return this;
  }

  /**
   * @param serverName by which the server introduced itself
   * @param protocolVersion that both agreed on
   */
  public McpRequest server(@Nullable String serverName, @Nullable String protocolVersion) {
    server = serverName;
    version = protocolVersion;
    return this;
  }

  /**
   * @param kind {@code pipe} of a child process, {@code tcp} of HTTP
   */
  public McpRequest transport(@Nullable String kind) {
    transport = kind;
    return this;
  }

  /**
   * Where the server is, by HTTP.
   *
   * @param serverPort -1 where it is not known
   */
  public McpRequest address(@Nullable String serverHost, int serverPort) {
    host = serverHost;
    port = serverPort;
    return this;
  }

  public String method() {
    return method;
  }

  public boolean isToolCall() {
    return method.equals(TOOLS_CALL);
  }

  public boolean isPrompt() {
    return method.equals(PROMPTS_GET);
  }

  public @Nullable String name() {
    return name;
  }

  public @Nullable String uri() {
    return uri;
  }

  public @Nullable String id() {
    return id;
  }

  public @Nullable String session() {
    return session;
  }

  public @Nullable String server() {
    return server;
  }

  public @Nullable String version() {
    return version;
  }

  public @Nullable String transport() {
    return transport;
  }

  public @Nullable String host() {
    return host;
  }

  public int port() {
    return port;
  }
}
