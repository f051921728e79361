// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.spi.config.Config;
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
    Config config = environment.config();
    TlsSettings tls =
        new TlsSettings(
            config.get(OtlpOptions.CERTIFICATE),
            config.get(OtlpOptions.CLIENT_CERTIFICATE),
            config.get(OtlpOptions.CLIENT_KEY));
    TraceEncoder encoder = new TraceEncoder(environment.resource());
    CollectorAddress address = CollectorAddress.of(config);
    return address.grpc()
        ? new OtlpGrpcExporter(
            address.endpoint(),
            tls,
            config.get(OtlpOptions.HEADERS),
            config.get(OtlpOptions.GZIP),
            config.get(OtlpOptions.TIMEOUT),
            encoder)
        : new OtlpHttpExporter(
            address.endpoint(),
            tls,
            config.get(OtlpOptions.HEADERS),
            config.get(OtlpOptions.GZIP),
            config.get(OtlpOptions.TIMEOUT),
            encoder);
  }
}
