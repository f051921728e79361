// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Model Context Protocol until its answer. The context goes in the request itself
 * ({@code params._meta}), for one connection carries many requests.
 */
public interface McpOperation extends Operation {
  /** Begins a request that is sent, by a client or by a server to its client. */
  static @Nullable McpOperation startClient(McpRequest request) {
    return Telemetry.provider().startMcpClient(request);
  }

  /**
   * Begins a request that is served: a child of whoever sent it, with a link to what is current; of
   * what is current, where the request tells of no sender.
   */
  static <C> @Nullable McpOperation startServer(
      McpRequest request, TextMapGetter<C> reader, C meta) {
    return Telemetry.provider().startMcpServer(request, reader, meta);
  }

  /** Writes trace context and baggage for who serves the request. */
  <C> void inject(C carrier, HeaderSetter<C> setter);

  /** The answer is an error, by its JSON-RPC code. */
  void refused(int code);

  /** The tool has run and says that it failed. */
  void toolFailed();

  /** The answer tells who the server is. */
  void answeredBy(@Nullable String server, @Nullable String protocolVersion);
}
