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

  private final String endpoint;
  private final OtlpClient client;
  private final MetricEncoder encoder;
  private final PartialSuccess partialSuccess;

  private OtlpMetricExporter(
      String endpoint, OtlpClient client, MetricEncoder encoder, PartialSuccess partialSuccess) {
    this.endpoint = endpoint;
    this.client = client;
    this.encoder = encoder;
    this.partialSuccess = partialSuccess;
  }

  static OtlpMetricExporter create(ExporterFactory.Environment environment) {
    CollectorAddress address = CollectorAddress.of(environment.config(), Signal.METRICS);
    return new OtlpMetricExporter(
        address.endpoint().toString(),
        address.client(OtlpSettings.of(environment.config(), Signal.METRICS)),
        new MetricEncoder(
            environment.resource(),
            environment.config().get(OtlpOptions.DELTA),
            OtlpMetricExporter::processStart),
        new PartialSuccess(
            address.endpoint(), Signal.METRICS, "data points", environment.metrics()));
  }

  @Override
  public void export(List<MetricFamily> snapshot) throws IOException {
    long epochNanos = System.currentTimeMillis() * NANOS_PER_MILLI;
    encoder.encode(snapshot, epochNanos, request -> partialSuccess.read(client.export(request)));
  }

  private static long processStart() {
    return ManagementFactory.getRuntimeMXBean().getStartTime() * NANOS_PER_MILLI;
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
