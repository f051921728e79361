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

  private final McpRequest request;
  private final McpOutcome outcome;

  private McpCall(
      CoreTelemetry telemetry,
      WorkKind kind,
      Context current,
      @Nullable LocalSpan enclosing,
      McpRequest request) {
    super(telemetry, kind, current, enclosing);
    this.request = request;
    this.outcome = new McpOutcome(request, kind == SERVER);
  }

  private McpCall(CoreTelemetry telemetry, Incoming incoming, McpRequest request) {
    super(telemetry, SERVER, incoming, incoming.parent());
    this.request = request;
    this.outcome = new McpOutcome(request, true);
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
  public void refused(int jsonRpcCode) {
    if (!span.ended()) {
      outcome.refused(jsonRpcCode);
    }
  }

  @Override
  public void toolFailed() {
    if (!span.ended()) {
      outcome.toolFailed();
    }
  }

  @Override
  public void answeredBy(@Nullable String name, @Nullable String protocolVersion) {
    if (!span.ended()) {
      outcome.answeredBy(name, protocolVersion);
    }
  }

  @Override
  void complete(@Nullable Throwable error) {
    outcome.record(telemetry.later.mcp(), error, span.seconds(), span, span.endNanos());
    if (outcome.errorType() != null) {
      span.fail(error);
    }
  }

  @Override
  public String spanName() {
    String name = request.name();
    return name == null
        ? request.method()
        : SpanNames.of(request.method(), Bounds.cut(name, Bounds.MAX_NAME));
  }

  @Override
  public void describe(AttributeWriter writer) {
    if (request.isToolCall()) {
      writer.put(Attribute.AI_OPERATION, "execute_tool");
      writer.put(Attribute.AI_TOOL_NAME, request.name());
    } else if (request.isPrompt()) {
      writer.put(Attribute.AI_PROMPT_NAME, request.name());
    }
    outcome.describe(writer);
    writer.put(Attribute.ERROR_TYPE, outcome.errorType());
  }
}
