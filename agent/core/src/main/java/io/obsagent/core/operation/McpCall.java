// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.Bounds;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.McpOperation;
import io.obsagent.spi.telemetry.McpRequest;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A request of the Model Context Protocol, sent or served. */
final class McpCall extends LocalOperation implements McpOperation {
  static final WorkKind CLIENT = WorkKind.registerNesting("mcp-client", SpanKind.CLIENT);
  static final WorkKind SERVER = WorkKind.registerNesting("mcp-server", SpanKind.SERVER);

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

  private McpCall(
      CoreTelemetry telemetry,
      WorkKind kind,
      Context current,
      @Nullable LocalSpan enclosing,
      McpRequest request) {
    super(telemetry, kind, current, enclosing);
    this.request = request;
    this.serves = kind == SERVER;
    this.server = request.server();
    this.version = request.version();
  }

  private McpCall(CoreTelemetry telemetry, Incoming incoming, McpRequest request) {
    super(telemetry, SERVER, incoming, incoming.parent());
    this.request = request;
    this.serves = true;
    this.server = request.server();
    this.version = request.version();
  }

  static McpCall client(
      CoreTelemetry telemetry, Context current, @Nullable LocalSpan enclosing, McpRequest request) {
    return new McpCall(telemetry, CLIENT, current, enclosing, request);
  }

  static McpCall server(
      CoreTelemetry telemetry,
      Context current,
      @Nullable LocalSpan enclosing,
      Incoming incoming,
      McpRequest request) {
    if (incoming.parent() == null) {
      return new McpCall(telemetry, SERVER, current, enclosing, request);
    }
    McpCall call = new McpCall(telemetry, incoming, request);
    if (enclosing != null) {
      call.span.addLink(enclosing, Attributes.empty());
      call.span.root().setServer(enclosing.root().server());
    }
    return call;
  }

  @Override
  public <C> void inject(C carrier, HeaderSetter<C> setter) {
    telemetry.propagation.inject(span, base(), carrier, setter);
  }

  @Override
  public synchronized void refused(int jsonRpcCode) {
    if (!span.ended()) {
      code = jsonRpcCode;
      if (!serves
          || jsonRpcCode == INTERNAL_ERROR
          || jsonRpcCode >= FIRST_OF_SERVERS && jsonRpcCode <= LAST_OF_SERVERS) {
        errorType = Integer.toString(jsonRpcCode);
      }
    }
  }

  @Override
  public synchronized void toolFailed() {
    if (!span.ended()) {
      errorType = "tool_error";
    }
  }

  @Override
  public synchronized void answeredBy(@Nullable String name, @Nullable String protocolVersion) {
    if (!span.ended()) {
      server = name == null ? server : Bounds.cut(name, CoreTelemetry.MAX_NAME);
      version = protocolVersion == null ? version : protocolVersion;
    }
  }

  @Override
  synchronized void complete(@Nullable Throwable error) {
    if (errorType == null && error != null) {
      errorType = error.getClass().getName();
    }
    if (errorType != null) {
      span.fail(error);
    }
    McpMetrics metrics = telemetry.mcp();
    String by = server == null ? ModelOperation.UNKNOWN : server;
    String name = request.name() == null ? NONE : request.name();
    (serves ? metrics.server : metrics.client)
        .labels(request.method(), by, name, errorType == null ? ErrorTypes.NONE : errorType)
        .record(span.seconds(), span, span.endNanos());
    if (request.isToolCall()) {
      boolean failed = errorType != null || code != 0;
      metrics
          .toolCall
          .labels(by, name, failed ? ModelOperation.ERROR : ModelOperation.SUCCESS)
          .record(span.seconds(), span, span.endNanos());
    }
  }

  @Override
  public String spanName() {
    String name = request.name();
    return name == null
        ? request.method()
        : request.method() + ' ' + Bounds.cut(name, CoreTelemetry.MAX_NAME);
  }

  @Override
  public synchronized void describe(AttributeWriter writer) {
    writer.put(Attribute.MCP_METHOD, request.method());
    if (request.isToolCall()) {
      writer.put(Attribute.AI_OPERATION, "execute_tool");
      writer.put(Attribute.AI_TOOL_NAME, request.name());
    } else if (request.isPrompt()) {
      writer.put(Attribute.AI_PROMPT_NAME, request.name());
    }
    writer.put(Attribute.MCP_RESOURCE, request.uri());
    writer.put(Attribute.MCP_SESSION, request.session());
    writer.put(Attribute.MCP_VERSION, version);
    writer.put(Attribute.MCP_SERVER, server);
    writer.put(Attribute.JSONRPC_ID, request.id());
    writer.put(Attribute.NETWORK_TRANSPORT, request.transport());
    writer.put(Attribute.RPC_STATUS, code == 0 ? null : Integer.toString(code));
    writer.put(Attribute.ERROR_TYPE, errorType);
  }
}
