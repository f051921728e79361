// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

import io.obsagent.spi.host.HostReader;
import io.obsagent.spi.metrics.MetricDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Network interfaces as this process' name space sees them, without loopback. */
final class NetworkMetrics {
  static final MetricDefinition RECEIVED =
      MetricDefinition.counter("network_bytes_received_total", "Bytes received.")
          .unit("By")
          .labels("interface")
          .asOlderThanProcess();

  static final MetricDefinition SENT =
      MetricDefinition.counter("network_bytes_sent_total", "Bytes sent.")
          .unit("By")
          .labels("interface")
          .asOlderThanProcess();

  static final MetricDefinition LOSS =
      MetricDefinition.gauge(
              "network_packet_loss_rate",
              "Packets dropped or faulty, of all since the start of the host.")
          .unit("1")
          .labels("interface");

  static final MetricDefinition UTILIZATION =
      MetricDefinition.gauge(
              "network_bandwidth_utilization",
              "Share of the link's speed in use, lately, in the busier direction.")
          .unit("1")
          .labels("interface");

  private static final int MAX = 64;

  private final HostReader reader;
  private final Map<String, Rate> sentRates = new HashMap<>();
  private final Map<String, Rate> receivedRates = new HashMap<>();

  NetworkMetrics(HostReader reader) {
    this.reader = reader;
  }

  void collect(Families out, long nowNanos) {
    Families.Family received = out.fill(RECEIVED);
    Families.Family sent = out.fill(SENT);
    Families.Family loss = out.fill(LOSS);
    Families.Family utilization = out.fill(UTILIZATION);
    List<HostReader.NetworkTotals> networks = reader.networks();
    for (HostReader.NetworkTotals network : networks.subList(0, Math.min(MAX, networks.size()))) {
      String name = network.name();
      received.point(network.receivedBytes(), name);
      sent.point(network.sentBytes(), name);
      loss.point(loss(network), name);
      utilization.point(utilization(network, nowNanos), name);
    }
    received.end();
    sent.end();
    loss.end();
    utilization.end();
  }

  private static double loss(HostReader.NetworkTotals network) {
    double all = network.packets() + network.lostPackets();
    return all > 0 ? network.lostPackets() / all : Double.NaN;
  }

  private double utilization(HostReader.NetworkTotals network, long nowNanos) {
    String name = network.name();
    double in = rate(receivedRates, name).perSecond(network.receivedBytes(), nowNanos);
    double out = rate(sentRates, name).perSecond(network.sentBytes(), nowNanos);
    return Math.max(in, out) / network.bytesPerSecond();
  }

  private static Rate rate(Map<String, Rate> rates, String name) {
    Rate rate = rates.get(name);
    if (rate == null) {
      rate = new Rate();
      rates.put(name, rate);
    }
    return rate;
  }
}
