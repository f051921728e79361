// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.SemconvName;

/** The metrics of remote calls; made with the first one. */
final class RpcMetrics {
  /** The conventions' bounds. */
  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
  };

  static final MetricDefinition CLIENT =
      MetricDefinition.histogram(
              "rpc_client_duration_seconds", "Time of remote calls that are made.", BOUNDS)
          .unit("s")
          .labels("system", "method", "status_code")
          .semconv(semconv("rpc.client.call.duration"));

  static final MetricDefinition SERVER =
      MetricDefinition.histogram(
              "rpc_server_duration_seconds", "Time of remote calls that are served.", BOUNDS)
          .unit("s")
          .labels("system", "method", "status_code")
          .semconv(semconv("rpc.server.call.duration"));

  final HistogramFamily client;
  final HistogramFamily server;

  RpcMetrics(MetricRegistry registry) {
    client = registry.histogram(CLIENT);
    server = registry.histogram(SERVER);
  }

  private static SemconvName semconv(String name) {
    return SemconvName.of(name, "s")
        .attribute("system", "rpc.system.name")
        .attribute("method", "rpc.method")
        .attribute("status_code", "rpc.response.status_code", "error");
  }
}
