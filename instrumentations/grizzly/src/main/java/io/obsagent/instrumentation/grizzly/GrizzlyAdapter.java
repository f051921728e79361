// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grizzly;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import java.util.Collections;
import java.util.Iterator;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/** Grizzly's request and response. */
enum GrizzlyAdapter implements HttpServerAdapter<Request, Response> {
  INSTANCE;

  @Override
  public String method(Request request) {
    return request.getMethod().getMethodString();
  }

  @Override
  public String scheme(Request request) {
    return request.isSecure() ? "https" : "http";
  }

  @Override
  public String path(Request request) {
    return request.getRequestURI();
  }

  @Override
  public @Nullable String query(Request request) {
    return request.getQueryString();
  }

  @Override
  public @Nullable String protocolVersion(Request request) {
    Protocol protocol = request.getProtocol();
    if (protocol == Protocol.HTTP_1_1) {
      return "1.1";
    }
    return switch (protocol.name()) { // the newest is not in all versions
      case "HTTP_2_0" -> "2";
      case "HTTP_1_0" -> "1.0";
      default -> null;
    };
  }

  @Override
  public @Nullable String clientAddress(Request request) {
    return request.getRemoteAddr();
  }

  @Override
  public @Nullable String get(@Nullable Request request, String name) {
    return request == null ? null : request.getHeader(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable Request request, String name) {
    return request == null ? Collections.emptyIterator() : request.getHeaders(name).iterator();
  }

  @Override
  public int status(Response response) {
    return response.getStatus();
  }

  @Override
  public boolean isCommitted(Response response) {
    return response.isCommitted();
  }

  @Override
  public void setHeader(Response response, String name, String value) {
    if (!response.containsHeader(name)) {
      response.addHeader(name, value);
    }
  }
}
