// SPDX-License-Identifier: Apache-2.0
package com.example.extension;

import io.opentelemetry.exporter.jaeger.thrift.JaegerThriftSpanExporter;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Gives the published exporter, which registers nothing by itself, a name. */
public final class JaegerExtension implements ConfigurableSpanExporterProvider {
  @Override
  public String getName() {
    return "jaeger-thrift";
  }

  @Override
  @SuppressWarnings("deprecation") // it was the last of its kind
  public SpanExporter createExporter(ConfigProperties config) {
    return JaegerThriftSpanExporter.builder()
        .setEndpoint(config.getString("otel.exporter.jaeger.endpoint"))
        .build();
  }
}
