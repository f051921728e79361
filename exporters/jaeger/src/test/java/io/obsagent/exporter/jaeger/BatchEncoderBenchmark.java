// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import io.obsagent.exporter.testkit.EncodingCost;
import io.obsagent.spi.export.FinishedSpan;
import java.util.List;
import java.util.Map;

/** Run by hand: what a span costs in thrift's binary and compact protocols. */
final class BatchEncoderBenchmark {
  private BatchEncoderBenchmark() {}

  public static void main(String[] arguments) {
    BinaryOutput binary = new BinaryOutput();
    BatchEncoder binaryEncoder = new BatchEncoder(binary, Map.of("service.name", "shop"));
    EncodingCost.print("binary", batch -> encode(binary, binaryEncoder, batch));
    CompactOutput compact = new CompactOutput();
    BatchEncoder compactEncoder = new BatchEncoder(compact, Map.of("service.name", "shop"));
    EncodingCost.print("compact", batch -> encode(compact, compactEncoder, batch));
  }

  private static int encode(ThriftOutput output, BatchEncoder encoder, List<FinishedSpan> batch) {
    output.clear();
    encoder.process();
    int list = output.beginList(2);
    for (int i = 0; i < batch.size(); i++) {
      encoder.span(batch.get(i));
    }
    output.endList(list, batch.size());
    output.endStruct(0);
    return output.size();
  }
}
