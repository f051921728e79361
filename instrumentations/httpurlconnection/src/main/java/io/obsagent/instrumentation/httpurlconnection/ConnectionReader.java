// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import io.obsagent.spi.telemetry.HttpClientRequest;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** Reads a connection: what it says is what it sends, or what it will if nothing changes it. */
enum ConnectionReader implements HttpClientRequest<HttpURLConnection> {
  INSTANCE;

  @Override
  public String method(HttpURLConnection connection) {
    return connection.getRequestMethod();
  }

  @Override
  public String url(HttpURLConnection connection) {
    return connection.getURL().toString();
  }

  @Override
  public @Nullable String host(HttpURLConnection connection) {
    return connection.getURL().getHost();
  }

  @Override
  public int port(HttpURLConnection connection) {
    int port = connection.getURL().getPort();
    return port >= 0 ? port : connection.getURL().getDefaultPort();
  }
}
