// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.SpanExporter;
import java.util.List;
import java.util.function.Supplier;

/**
 * An exporter of an extension.
 *
 * @param isAlwaysInUse whether the extension has decided that it is used
 */
record ExtensionExporterFactory(String name, boolean isAlwaysInUse, Supplier<SpanExporter> exporter)
    implements ExporterFactory {
  @Override
  public List<Option<?>> options() {
    return List.of();
  }

  @Override
  public SpanExporter create(Environment environment) {
    return exporter.get();
  }

  /** {@code JaegerThriftSpanExporter} is {@code jaeger-thrift}. */
  static String nameOf(Object exporter) {
    String name = exporter.getClass().getSimpleName().replaceFirst("(Span)?Exporter.*$", "");
    String dashed =
        name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    return dashed.isEmpty() ? "extension" : dashed;
  }
}
