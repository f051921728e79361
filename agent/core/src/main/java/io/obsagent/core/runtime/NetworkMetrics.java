// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.runtime;

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
  private static final double MEGABIT_BYTES = 125_000;

  private final ProcFiles files;
  private final Map<String, Rate> sentRates = new HashMap<>();
  private final Map<String, Rate> receivedRates = new HashMap<>();

  NetworkMetrics(ProcFiles files) {
    this.files = files;
  }

  /** From /proc/net/dev: name: bytes packets errs drop fifo frame compressed multicast bytes … */
  void collect(Families out, long nowNanos) {
    Families.Family received = out.fill(RECEIVED);
    Families.Family sent = out.fill(SENT);
    Families.Family loss = out.fill(LOSS);
    Families.Family utilization = out.fill(UTILIZATION);
    int interfaces = 0;
    for (String line : files.lines("proc/net/dev")) {
      int colon = line.indexOf(':');
      List<String> words = ProcFiles.words(line.substring(colon + 1));
      String name = colon < 0 ? "" : line.substring(0, colon).trim();
      if (words.size() < 12 || name.isEmpty() || name.equals("lo") || ++interfaces > MAX) {
        continue;
      }
      received.point(ProcFiles.parse(words.get(0)), name);
      sent.point(ProcFiles.parse(words.get(8)), name);
      loss.point(loss(words), name);
      utilization.point(utilization(name, words, nowNanos), name);
    }
    received.end();
    sent.end();
    loss.end();
    utilization.end();
  }

  private static double loss(List<String> words) {
    double packets = ProcFiles.parse(words.get(1)) + ProcFiles.parse(words.get(9));
    double lost = 0;
    for (int column : new int[] {2, 3, 10, 11}) {
      lost += ProcFiles.parse(words.get(column));
    }
    return packets + lost > 0 ? lost / (packets + lost) : Double.NaN;
  }

  /** Virtual interfaces have no speed. */
  private double utilization(String name, List<String> words, long nowNanos) {
    double in = rate(receivedRates, name).perSecond(ProcFiles.parse(words.get(0)), nowNanos);
    double out = rate(sentRates, name).perSecond(ProcFiles.parse(words.get(8)), nowNanos);
    double megabits = files.number("sys/class/net/" + name + "/speed");
    return megabits > 0 ? Math.max(in, out) / (megabits * MEGABIT_BYTES) : Double.NaN;
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
