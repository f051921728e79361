// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.metrics.SemconvName;
import io.obsagent.spi.telemetry.Telemetry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How long a session is there: from its making until it is closed.
 *
 * @param startNanos of {@link System#nanoTime}
 */
record McpSessionTime(boolean serves, long startNanos, AtomicBoolean ended) {
  /** Label of what the session never told. */
  private static final String UNKNOWN = "unknown";

  /** The conventions' bounds. */
  private static final double[] BOUNDS = {
    0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300
  };

  static final MetricDefinition CLIENT =
      MetricDefinition.histogram(
              "mcp_client_session_duration_seconds",
              "How long MCP sessions of clients were there until they were closed.",
              BOUNDS)
          .unit("s")
          .labels("server", "version", "transport")
          .semconv(semconv("mcp.client.session.duration"));

  static final MetricDefinition SERVER =
      MetricDefinition.histogram(
              "mcp_server_session_duration_seconds",
              "How long MCP sessions of servers were there until they were closed.",
              BOUNDS)
          .unit("s")
          .labels("server", "version", "transport")
          .semconv(semconv("mcp.server.session.duration"));

  private static SemconvName semconv(String name) {
    return SemconvName.of(name, "s")
        .without("server")
        .attribute("version", "mcp.protocol.version", UNKNOWN)
        .attribute("transport", "network.transport");
  }

  void end(McpPeer peer) {
    if (ended.compareAndSet(false, true)) {
      Metrics.Histogram times = Telemetry.metrics().histogram(serves ? SERVER : CLIENT);
      times
          .labels(told(peer.server()), told(peer.version()), peer.transport())
          .record((System.nanoTime() - startNanos) / 1e9);
    }
  }

  private static String told(@Nullable String text) {
    return text == null ? UNKNOWN : text;
  }
}
