// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.McpOperation;
import io.obsagent.spi.telemetry.McpRequest;
import io.obsagent.spi.telemetry.Operation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The call of an MCP tool that is the whole work of a framework's tool. As the conventions have it,
 * there is one span of both: the framework's, with what is known of the protocol. Whoever serves
 * the call is its child.
 */
final class ToolOverMcp implements McpOperation {
  private final ModelOperation tool;
  private final Context context;
  private final McpOutcome outcome;
  private final long startNanos;
  private volatile boolean ended;

  private ToolOverMcp(ModelOperation tool, Context context, McpOutcome outcome) {
    this.tool = tool;
    this.context = context;
    this.outcome = outcome;
    this.startNanos = tool.telemetry.clock.nanoTime();
  }

  /** Null where the request is not what the enclosing work is about, or not the first such. */
  static @Nullable ToolOverMcp within(
      @Nullable LocalSpan enclosing, Context current, McpRequest request) {
    ModelOperation tool =
        enclosing == null || !request.isToolCall() ? null : enclosing.running(ModelOperation.class);
    if (tool == null || !isSame(tool.toolName(), request.name())) {
      return null;
    }
    McpOutcome outcome = new McpOutcome(request, false);
    return tool.carry(outcome) ? new ToolOverMcp(tool, current, outcome) : null;
  }

  /**
   * Frameworks put a prefix before the names of an MCP server's tools, and write what models like
   * better: {@code shop_get_weather} for {@code get-weather}.
   */
  static boolean isSame(@Nullable String tool, @Nullable String served) {
    int before = tool == null || served == null ? -1 : tool.length() - served.length();
    if (before < 0 || served.isEmpty()) {
      return false;
    }
    for (int i = 0; i < served.length(); i++) {
      if (letter(tool, before + i) != letter(served, i)) {
        return false;
      }
    }
    return before == 0 || letter(tool, before - 1) == '_';
  }

  private static char letter(String name, int index) {
    char letter = name.charAt(index);
    return letter == '-' ? '_' : letter;
  }

  @Override
  public <C> void inject(C carrier, HeaderSetter<C> setter) {
    tool.telemetry.propagation.inject(tool.span, tool.base(), carrier, setter);
  }

  @Override
  public void refused(int code) {
    if (!ended()) {
      outcome.refused(code);
    }
  }

  @Override
  public void toolFailed() {
    if (!ended()) {
      outcome.toolFailed();
    }
  }

  @Override
  public void answeredBy(@Nullable String server, @Nullable String protocolVersion) {
    if (!ended()) {
      outcome.answeredBy(server, protocolVersion);
    }
  }

  @Override
  public void end(@Nullable Throwable error) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    long now = tool.telemetry.clock.nanoTime();
    outcome.record(tool.telemetry.later.mcp(), error, (now - startNanos) / 1e9, tool.span, now);
    String failed = outcome.errorType();
    if (failed != null) {
      tool.refused(-1, failed);
    }
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public Span span() {
    return tool.span();
  }

  @Override
  public Context context() {
    return context;
  }

  /** The tool is current already. */
  @Override
  public Operation attach() {
    return this;
  }

  @Override
  public void detach() {}
}
