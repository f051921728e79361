// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;

/** The metrics of the Model Context Protocol; made with the first request. */
final class McpMetrics {
  /** The conventions' bounds. */
  private static final double[] BOUNDS = {
    0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300
  };

  private static final String[] CALLED = {"server", "tool", "status"};
  private static final String[] ASKED = {"method", "server", "name", "error_type"};

  static final MetricDefinition TOOL_CALL =
      MetricDefinition.histogram(
              "mcp_tool_call_duration_seconds",
              "Time of calls of MCP tools, made or served, by the server's name.",
              BOUNDS)
          .unit("s")
          .labels(CALLED);

  static final MetricDefinition TOOL_CALLS =
      MetricDefinition.counter(
              "mcp_tool_calls_total", "Calls of MCP tools, made or served, by the server's name.")
          .unit("{call}")
          .labels(CALLED);

  static final MetricDefinition CLIENT =
      MetricDefinition.histogram(
              "mcp_client_operation_duration_seconds",
              "Time of MCP requests that are sent.",
              BOUNDS)
          .unit("s")
          .labels(ASKED)
          .semconv(semconv("mcp.client.operation.duration"));

  static final MetricDefinition SERVER =
      MetricDefinition.histogram(
              "mcp_server_operation_duration_seconds",
              "Time of MCP requests that are served.",
              BOUNDS)
          .unit("s")
          .labels(ASKED)
          .semconv(semconv("mcp.server.operation.duration"));

  final HistogramFamily toolCall;
  final HistogramFamily client;
  final HistogramFamily server;

  McpMetrics(MetricRegistry registry) {
    toolCall = registry.histogram(TOOL_CALL);
    registry.countOf(toolCall, TOOL_CALLS);
    client = registry.histogram(CLIENT);
    server = registry.histogram(SERVER);
  }

  private static SemconvName semconv(String name) {
    return SemconvName.of(name, "s")
        .attribute("method", "mcp.method.name")
        .without("server")
        .attribute("name", "gen_ai.tool.name", McpOutcome.NONE)
        .attribute("error_type", "error.type", ErrorTypes.NONE);
  }
}
