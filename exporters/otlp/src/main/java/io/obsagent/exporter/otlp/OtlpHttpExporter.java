// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpSender;
import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.ExporterFactory.Environment;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OTLP as protobuf over HTTP/1.1. */
final class OtlpHttpExporter implements SpanExporter {
  private static final int PORT = 4318;

  private final TraceEncoder encoder;
  private final HttpSender sender;

  private OtlpHttpExporter(TraceEncoder encoder, HttpSender sender) {
    this.encoder = encoder;
    this.sender = sender;
  }

  static OtlpHttpExporter create(Environment environment) {
    Config config = environment.config();
    Map<String, String> headers = new LinkedHashMap<>(config.get(OtlpOptions.HEADERS));
    headers.put("Content-Type", "application/x-protobuf");
    HttpSender sender =
        new HttpSender(
            endpoint(config),
            new TlsSettings(
                config.get(OtlpOptions.CERTIFICATE),
                config.get(OtlpOptions.CLIENT_CERTIFICATE),
                config.get(OtlpOptions.CLIENT_KEY)),
            headers,
            config.get(OtlpOptions.GZIP),
            config.get(OtlpOptions.TIMEOUT));
    return new OtlpHttpExporter(new TraceEncoder(environment.resource()), sender);
  }

  static Endpoint endpoint(Config config) {
    String traces = config.get(OtlpOptions.TRACES_ENDPOINT);
    if (!traces.isEmpty()) {
      return Endpoint.parse(OtlpOptions.TRACES_ENDPOINT.key(), traces, PORT);
    }
    String text = config.get(OtlpOptions.ENDPOINT);
    Endpoint endpoint =
        Endpoint.parse(
            OtlpOptions.ENDPOINT.key(), text.isEmpty() ? "http://localhost:" + PORT : text, PORT);
    String path = endpoint.path();
    return endpoint.withPath((path.endsWith("/") ? path : path + "/") + "v1/traces");
  }

  @Override
  public void export(List<FinishedSpan> batch) throws IOException {
    sender.post(encoder.encode(batch));
  }

  @Override
  public void close() {
    sender.close();
  }
}
