// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.SpanExporter;
import java.util.List;

/** Makes the {@code otlp} exporter. */
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
    return OtlpHttpExporter.create(environment);
  }
}
