// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpSender;
import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OTLP as protobuf over HTTP/1.1. */
final class OtlpHttpExporter implements SpanExporter {
  private final TraceEncoder encoder;
  private final HttpSender sender;

  OtlpHttpExporter(
      Endpoint endpoint,
      TlsSettings tls,
      Map<String, String> userHeaders,
      boolean compressed,
      Duration timeout,
      TraceEncoder encoder) {
    Map<String, String> headers = new LinkedHashMap<>(userHeaders);
    headers.put("Content-Type", "application/x-protobuf");
    this.sender = new HttpSender(endpoint, tls, headers, compressed, timeout);
    this.encoder = encoder;
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
