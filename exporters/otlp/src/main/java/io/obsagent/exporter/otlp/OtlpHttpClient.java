// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpSender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** OTLP as protobuf over HTTP/1.1. */
final class OtlpHttpClient implements OtlpClient {
  private final HttpSender sender;

  /**
   * @param endpoint with the full path
   */
  OtlpHttpClient(Endpoint endpoint, OtlpSettings settings) {
    Map<String, String> headers = new LinkedHashMap<>(settings.headers());
    headers.put("Content-Type", "application/x-protobuf");
    this.sender =
        new HttpSender(
            endpoint,
            settings.tls(),
            settings.proxy(),
            headers,
            settings.compressed(),
            settings.timeout());
  }

  @Override
  public byte[] export(ByteBuffer request) throws IOException {
    return sender.post(request);
  }

  @Override
  public void close() {
    sender.close();
  }
}
