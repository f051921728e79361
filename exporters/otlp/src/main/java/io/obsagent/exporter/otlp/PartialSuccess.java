// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.OneLine;
import io.obsagent.exporter.transport.ProtoInput;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.Metrics;
import java.nio.charset.StandardCharsets;

/**
 * What a collector says of a request that it took in part: {@code partial_success} of the responses
 * of all signals, with a number of what it rejected and a reason.
 */
final class PartialSuccess {
  private static final int PARTIAL_SUCCESS = 1 << 3 | 2;
  private static final int REJECTED = 1 << 3;
  private static final int ERROR_MESSAGE = 2 << 3 | 2;

  private final Endpoint endpoint;
  private final Signal signal;
  private final String items;
  private final Metrics.Counter.Series rejected;

  /**
   * @param items what is rejected, in the plural
   */
  PartialSuccess(Endpoint endpoint, Signal signal, String items, Metrics metrics) {
    this.endpoint = endpoint;
    this.signal = signal;
    this.items = items;
    this.rejected = metrics.dropped(signal.word(), "rejected");
  }

  /**
   * Counts and reports what the response says, if it says something; never fails.
   *
   * @return how many were rejected
   */
  long read(byte[] response) {
    long total = 0;
    ProtoInput input = new ProtoInput(response);
    while (input.next()) {
      if (input.tag() == PARTIAL_SUCCESS) {
        total += readPart(new ProtoInput(input.bytes()));
      }
    }
    return total;
  }

  private long readPart(ProtoInput input) {
    long count = 0;
    String reason = "";
    while (input.next()) {
      if (input.tag() == REJECTED) {
        count = input.number();
      } else if (input.tag() == ERROR_MESSAGE) {
        reason = new String(input.bytes(), StandardCharsets.UTF_8);
      }
    }
    if (count > 0) {
      rejected.add(count);
    }
    if (count > 0 || !reason.isBlank()) {
      AgentLog.limited(
          AgentLog.Level.WARN,
          "exporter.otlp.rejected." + signal.word(),
          "exporter otlp: " + endpoint + " " + outcome(count) + ": " + OneLine.of(reason));
    }
    return Math.max(0, count);
  }

  private String outcome(long count) {
    return count > 0 ? "rejected " + count + " " + items : "warns";
  }
}
