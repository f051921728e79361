// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.WeakMap;
import java.net.URI;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Requests are immutable: a copy with our headers is sent in place of the application's. The
 * operation waits under its copy from the one advice method to the next, on the same thread.
 */
final class TracedRequests {
  /** Made by the JDK itself to open a web socket; a copy would not be recognised as such. */
  private static final String WEB_SOCKET_REQUEST = "jdk.internal.net.http.HttpRequestImpl";

  private static final WeakMap<HttpRequest, HttpClientOperation> OPERATIONS = new WeakMap<>();

  private TracedRequests() {}

  /** Answers the request to send, the given one where there is nothing to watch. */
  static @Nullable HttpRequest start(@Nullable HttpRequest request) {
    if (request == null || request.getClass().getName().equals(WEB_SOCKET_REQUEST)) {
      return request;
    }
    HttpClientOperation operation = HttpClientOperation.start(Reader.INSTANCE, request);
    if (operation == null) {
      return request;
    }
    HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
    operation.inject(builder, HttpRequest.Builder::setHeader);
    HttpRequest copy = builder.build();
    OPERATIONS.put(copy, operation);
    return copy;
  }

  /** Takes the operation started for a request, current from now on, or answers null. */
  static @Nullable HttpClientOperation enter(@Nullable HttpRequest request) {
    HttpClientOperation operation = request == null ? null : OPERATIONS.remove(request);
    if (operation != null) {
      operation.attach();
    }
    return operation;
  }

  private enum Reader implements HttpClientRequest<HttpRequest> {
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
      return "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    }
  }
}
