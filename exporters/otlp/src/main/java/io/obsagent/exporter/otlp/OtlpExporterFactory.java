// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.MetricExporter;
import io.obsagent.spi.export.SpanExporter;
import java.util.List;

/** Makes the {@code otlp} exporters. */
public final class OtlpExporterFactory implements ExporterFactory {
  @Override
  public String name() {
    return "otlp";
  }

  @Override
  public List<Option<?>> options() {
    return OtlpOptions.all();
  }

  @Override
  public SpanExporter create(Environment environment) {
    return new OtlpSpanExporter(environment);
  }

  @Override
  public MetricExporter createForMetrics(Environment environment) {
    return new OtlpMetricExporter(environment);
  }

  @Override
  public LogExporter createForLogs(Environment environment) {
    return new OtlpLogExporter(environment);
  }
}
