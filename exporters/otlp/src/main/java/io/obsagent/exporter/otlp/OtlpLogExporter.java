// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import java.io.IOException;
import java.util.List;

/** Sends log records to a collector. */
final class OtlpLogExporter implements LogExporter {
  private final String endpoint;
  private final OtlpClient client;
  private final LogEncoder encoder;
  private final PartialSuccess partialSuccess;

  private OtlpLogExporter(
      String endpoint, OtlpClient client, LogEncoder encoder, PartialSuccess partialSuccess) {
    this.endpoint = endpoint;
    this.client = client;
    this.encoder = encoder;
    this.partialSuccess = partialSuccess;
  }

  static OtlpLogExporter create(ExporterFactory.Environment environment) {
    CollectorAddress address = CollectorAddress.of(environment.config(), Signal.LOGS);
    return new OtlpLogExporter(
        address.endpoint().toString(),
        address.client(OtlpSettings.of(environment.config(), Signal.LOGS)),
        new LogEncoder(environment.resource()),
        new PartialSuccess(address.endpoint(), Signal.LOGS, "log records", environment.metrics()));
  }

  @Override
  public int export(List<FinishedLog> batch) throws IOException {
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
