// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the heads of requests of HTTP/1.1 with what the settings add; the body follows as it is.
 */
final class RequestWriter {
  private RequestWriter() {}

  static void head(ByteOutput output, HttpSettings settings, HttpRequest request, boolean keepAlive)
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
    output.writeUtf8("Content-Length: " + request.body().remaining() + "\r\n\r\n");
  }

  /**
   * @throws IllegalArgumentException if HTTP does not allow a name or a value
   */
  static void headers(ByteOutput output, Map<String, String> headers) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      HttpSender.checkHeader(header.getKey(), header.getValue());
      output.writeUtf8(header.getKey() + ": " + header.getValue() + "\r\n");
    }
  }
}
