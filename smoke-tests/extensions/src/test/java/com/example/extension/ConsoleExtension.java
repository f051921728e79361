// SPDX-License-Identifier: Apache-2.0
package com.example.extension;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** The exporter {@code console}: one line for each span. */
public final class ConsoleExtension implements ConfigurableSpanExporterProvider {
  @Override
  public String getName() {
    return "console";
  }

  @Override
  public SpanExporter createExporter(ConfigProperties config) {
    String prefix = config.getString("otel.exporter.console.prefix", "span");
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        spans.forEach(span -> System.out.println(prefix + ' ' + span.getName()));
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
  }
}
