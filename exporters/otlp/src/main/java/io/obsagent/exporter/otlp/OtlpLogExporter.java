// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import java.io.IOException;
import java.util.List;

/** Sends log records to a collector. */
final class OtlpLogExporter implements LogExporter {
  private final CollectorLink collector;
  private final LogEncoder encoder;

  OtlpLogExporter(ExporterFactory.Environment environment) {
    this.collector = new CollectorLink(environment, Signal.LOGS, "log records");
    this.encoder = new LogEncoder(environment.resource());
  }

  @Override
  public int export(List<FinishedLog> batch) throws IOException {
    return collector.send(encoder.encode(batch), batch.size());
  }

  @Override
  public String endpoint() {
    return collector.endpoint();
  }

  @Override
  public void close() {
    collector.close();
  }
}
