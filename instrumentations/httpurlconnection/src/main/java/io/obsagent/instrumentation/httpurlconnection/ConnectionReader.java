// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import io.obsagent.spi.telemetry.HttpClientRequest;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** Reads a connection that is not connected yet. */
enum ConnectionReader implements HttpClientRequest<HttpURLConnection> {
  READING,

  /** Who asks for the output stream turns GET into POST. */
  WRITING;

  @Override
  public String method(HttpURLConnection connection) {
    String method = connection.getRequestMethod();
    return this == WRITING && method.equals("GET") ? "POST" : method;
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
