// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import java.io.IOException;
import java.util.List;

/** Sends spans to a collector. */
final class OtlpSpanExporter implements SpanExporter {
  private final CollectorLink collector;
  private final TraceEncoder encoder;

  OtlpSpanExporter(ExporterFactory.Environment environment) {
    this.collector = new CollectorLink(environment, Signal.TRACES, "spans");
    this.encoder = new TraceEncoder(environment.resource());
  }

  @Override
  public int export(List<FinishedSpan> batch) throws IOException {
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
