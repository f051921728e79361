// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.testkit.EncodingCost;
import java.util.Map;

/** Run by hand: what a span costs in OTLP. */
final class TraceEncoderBenchmark {
  private TraceEncoderBenchmark() {}

  public static void main(String[] arguments) {
    TraceEncoder encoder = new TraceEncoder(Map.of("service.name", "shop"));
    EncodingCost.print("otlp", batch -> encoder.encode(batch).remaining());
  }
}
