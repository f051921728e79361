// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.McpRequest;
import org.jspecify.annotations.Nullable;

/** A request of the Model Context Protocol, and what becomes of it. Thread-safe. */
final class McpOutcome implements WorkDetails {
  /** Label of what a request has not. */
  static final String NONE = "none";

  private static final int INTERNAL_ERROR = -32603;
  private static final int LAST_OF_SERVERS = -32000;
  private static final int FIRST_OF_SERVERS = -32099;

  private final McpRequest request;
  private final boolean serves;
  private @Nullable String server;
  private @Nullable String version;
  private int code;
  private @Nullable String errorType;

  McpOutcome(McpRequest request, boolean serves) {
    this.request = request;
    this.serves = serves;
    this.server = request.server();
    this.version = request.version();
  }

  /** A mistake of who asks is none of who serves. */
  synchronized void refused(int jsonRpcCode) {
    code = jsonRpcCode;
    if (!serves
        || jsonRpcCode == INTERNAL_ERROR
        || jsonRpcCode >= FIRST_OF_SERVERS && jsonRpcCode <= LAST_OF_SERVERS) {
      errorType = Integer.toString(jsonRpcCode);
    }
  }

  synchronized void toolFailed() {
    errorType = "tool_error";
  }

  synchronized void answeredBy(@Nullable String name, @Nullable String protocolVersion) {
    server = name == null ? server : Bounds.cut(name, Bounds.MAX_NAME);
    version = protocolVersion == null ? version : protocolVersion;
  }

  /** Null for no error. */
  synchronized @Nullable String errorType() {
    return errorType;
  }

  /**
   * Records how long it took.
   *
   * @param span where it is found
   */
  synchronized void record(
      McpMetrics metrics, @Nullable Throwable error, double seconds, LocalSpan span, long nanos) {
    if (errorType == null && error != null) {
      errorType = error.getClass().getName();
    }
    String by = server == null ? ModelOperation.UNKNOWN : server;
    String name = request.name() == null ? NONE : request.name();
    (serves ? metrics.server : metrics.client)
        .labels(request.method(), by, name, errorType == null ? ErrorTypes.NONE : errorType)
        .record(seconds, span, nanos);
    if (request.isToolCall()) {
      boolean failed = errorType != null || code != 0;
      metrics
          .toolCall
          .labels(by, name, failed ? ModelOperation.ERROR : ModelOperation.SUCCESS)
          .record(seconds, span, nanos);
    }
  }

  @Override
  public synchronized void describe(AttributeWriter writer) {
    writer.put(Attribute.MCP_METHOD, request.method());
    writer.put(Attribute.MCP_RESOURCE, request.uri());
    writer.put(Attribute.MCP_SESSION, request.session());
    writer.put(Attribute.MCP_VERSION, version);
    writer.put(Attribute.MCP_SERVER, server);
    writer.put(Attribute.JSONRPC_ID, request.id());
    writer.put(Attribute.NETWORK_TRANSPORT, request.transport());
    writer.put(Attribute.SERVER_ADDRESS, request.host());
    writer.put(Attribute.SERVER_PORT, request.host() == null ? -1L : request.port());
    writer.put(Attribute.RPC_STATUS, code == 0 ? null : Integer.toString(code));
  }
}
