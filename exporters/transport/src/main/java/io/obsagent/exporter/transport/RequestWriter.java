// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Writes requests of HTTP/1.1 with what the settings add to them. */
final class RequestWriter {
  private RequestWriter() {}

  static void write(
      ByteOutput output, HttpSettings settings, HttpRequest request, boolean keepAlive)
      throws IOException {
    Endpoint endpoint = request.endpoint();
    ProxySettings.Proxy proxy = settings.proxy().proxyFor(endpoint);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "obs-agent");
    for (Map.Entry<String, HeaderValue> header : settings.headers().entrySet()) {
      headers.put(header.getKey(), header.getValue().read());
    }
    if (proxy != null && !endpoint.tls() && !proxy.authorization().isEmpty()) {
      headers.put("Proxy-Authorization", proxy.authorization());
    }
    headers.putAll(request.headers());
    if (!keepAlive) {
      headers.put("Connection", "close");
    }
    String path = endpoint.path().isEmpty() ? "/" : endpoint.path();
    String target =
        proxy != null && !endpoint.tls() ? "http://" + endpoint.hostHeader() + path : path;
    output.writeUtf8(request.method() + " " + target + " HTTP/1.1\r\n");
    output.writeUtf8("Host: " + endpoint.hostHeader() + "\r\n");
    headers(output, headers);
    int size = request.body().remaining();
    output.writeUtf8("Content-Length: " + size + "\r\n\r\n");
    ByteBuffer body = request.body();
    output.writeBytes(body.array(), body.arrayOffset() + body.position(), size);
  }

  /**
   * @throws IllegalArgumentException if HTTP does not allow a name or a value
   */
  static void headers(ByteOutput output, Map<String, String> headers) {
    headers.forEach(
        (name, value) -> {
          HttpSender.checkHeader(name, value);
          output.writeUtf8(name + ": " + value + "\r\n");
        });
  }
}
