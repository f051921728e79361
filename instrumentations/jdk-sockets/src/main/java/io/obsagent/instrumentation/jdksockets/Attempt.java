// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdksockets;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.Telemetry;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to open a connection, from its begin on. The agent's own connections are none.
 *
 * @param address the peer, as it was asked for; names are not looked up
 * @param began nanoseconds of {@link System#nanoTime}
 */
record Attempt(InetSocketAddress address, long began) {
  private static final MetricDefinition CONNECT =
      MetricDefinition.histogram(
              "tcp_connect_duration_seconds",
              "Time to open a connection, or to fail to.",
              0.0005,
              0.001,
              0.0025,
              0.005,
              0.01,
              0.025,
              0.05,
              0.1,
              0.25,
              0.5,
              1,
              2.5,
              5,
              10)
          .unit("s")
          .labels("server_address", "server_port", "error_type");
  private static final MetricDefinition LATENCY =
      MetricDefinition.gauge(
              "network_latency_ms", "Time that the last connection took to open, in milliseconds.")
          .unit("ms")
          .labels("server_address", "server_port");

  /** Null where there is nothing to time: a socket of a file, an address that is not known. */
  static @Nullable Attempt to(@Nullable SocketAddress address) {
    if (!(address instanceof InetSocketAddress internet)
        || internet.isUnresolved()
        || Telemetry.isOfTheAgent()) {
      return null;
    }
    return new Attempt(internet, System.nanoTime());
  }

  /**
   * @param thrown what it failed with; null if the connection is open
   */
  void ended(@Nullable Throwable thrown) {
    double seconds = (System.nanoTime() - began) / 1e9;
    String host = address.getHostString();
    String port = Integer.toString(address.getPort());
    String error = thrown == null ? "" : thrown.getClass().getName();
    Telemetry.metrics().histogram(CONNECT).labels(host, port, error).record(seconds);
    if (thrown == null) {
      Telemetry.metrics().gauge(LATENCY).labels(host, port).set(seconds * 1_000);
    }
  }
}
