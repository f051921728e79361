// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.spi.telemetry.HttpClientRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Reads a request of the JDK's client. */
enum RequestReader implements HttpClientRequest<HttpRequest> {
  INSTANCE;

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  @Override
  public String method(HttpRequest request) {
    return request.method();
  }

  @Override
  public String url(HttpRequest request) {
    return request.uri().toString();
  }

  @Override
  public @Nullable String host(HttpRequest request) {
    return request.uri().getHost();
  }

  @Override
  public int port(HttpRequest request) {
    URI uri = request.uri();
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    String scheme = uri.getScheme();
    boolean secure = "https".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme);
    return secure ? HTTPS_PORT : HTTP_PORT;
  }
}
