// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import java.io.IOException;
import java.util.List;

/** Sends spans to a collector. */
final class OtlpSpanExporter implements SpanExporter {
  private final String endpoint;
  private final OtlpClient client;
  private final TraceEncoder encoder;
  private final PartialSuccess partialSuccess;

  private OtlpSpanExporter(
      String endpoint, OtlpClient client, TraceEncoder encoder, PartialSuccess partialSuccess) {
    this.endpoint = endpoint;
    this.client = client;
    this.encoder = encoder;
    this.partialSuccess = partialSuccess;
  }

  static OtlpSpanExporter create(ExporterFactory.Environment environment) {
    CollectorAddress address = CollectorAddress.of(environment.config(), Signal.TRACES);
    return new OtlpSpanExporter(
        address.endpoint().toString(),
        address.client(OtlpSettings.of(environment.config(), Signal.TRACES)),
        new TraceEncoder(environment.resource()),
        new PartialSuccess(address.endpoint(), Signal.TRACES, "spans", environment.metrics()));
  }

  @Override
  public int export(List<FinishedSpan> batch) throws IOException {
    long rejected = partialSuccess.read(client.export(encoder.encode(batch)));
    return (int) Math.min(batch.size(), rejected);
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    client.close();
  }
}
