// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.MetricExporter;
import io.obsagent.spi.metrics.MetricFamily;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Sends metrics to a collector. */
final class OtlpMetricExporter implements MetricExporter {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final CollectorLink collector;
  private final MetricEncoder encoder;

  OtlpMetricExporter(ExporterFactory.Environment environment) {
    this.collector = new CollectorLink(environment, Signal.METRICS, "data points");
    this.encoder =
        new MetricEncoder(
            environment.resource(),
            environment.config().get(OtlpOptions.DELTA),
            OtlpMetricExporter::processStart);
  }

  @Override
  public void export(List<MetricFamily> snapshot) throws IOException {
    long epochNanos = System.currentTimeMillis() * NANOS_PER_MILLI;
    encoder.encode(snapshot, epochNanos, request -> collector.send(request, Integer.MAX_VALUE));
  }

  private static long processStart() {
    return ManagementFactory.getRuntimeMXBean().getStartTime() * NANOS_PER_MILLI;
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
