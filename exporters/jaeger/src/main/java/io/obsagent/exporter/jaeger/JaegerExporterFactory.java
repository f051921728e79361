// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.SpanExporter;
import java.util.List;

/** Makes the {@code jaeger} exporter. */
public final class JaegerExporterFactory implements ExporterFactory {
  @Override
  public String name() {
    return "jaeger";
  }

  @Override
  public List<Option<?>> options() {
    return JaegerOptions.all();
  }

  @Override
  public SpanExporter create(Environment environment) {
    String endpoint = environment.config().get(JaegerOptions.ENDPOINT).trim();
    boolean http =
        endpoint.isEmpty() || endpoint.startsWith("http://") || endpoint.startsWith("https://");
    return http
        ? JaegerHttpExporter.create(environment, endpoint)
        : JaegerUdpExporter.create(environment, endpoint);
  }
}
