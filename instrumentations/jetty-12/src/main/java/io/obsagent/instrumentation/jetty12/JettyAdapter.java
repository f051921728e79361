// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request of Jetty, and the answer as {@link ServedRequest} sees it. */
enum JettyAdapter implements HttpServerAdapter<Request, ServedRequest> {
  INSTANCE;

  @Override
  public String method(Request request) {
    return request.getMethod();
  }

  @Override
  public String scheme(Request request) {
    return request.isSecure() ? "https" : "http";
  }

  @Override
  public String path(Request request) {
    String path = request.getHttpURI().getPath();
    return path == null ? "" : path;
  }

  @Override
  public @Nullable String query(Request request) {
    return request.getHttpURI().getQuery();
  }

  @Override
  public @Nullable String protocolVersion(Request request) {
    HttpVersion version = request.getConnectionMetaData().getHttpVersion();
    return switch (version) {
      case HTTP_1_1 -> "1.1";
      case HTTP_2 -> "2";
      case HTTP_3 -> "3";
      case HTTP_1_0 -> "1.0";
      default -> null;
    };
  }

  @Override
  public @Nullable String clientAddress(Request request) {
    return Request.getRemoteAddr(request);
  }

  @Override
  public @Nullable String get(@Nullable Request request, String name) {
    return request == null ? null : request.getHeaders().get(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable Request request, String name) {
    if (request == null) {
      return Collections.emptyIterator();
    }
    List<String> values = request.getHeaders().getValuesList(name);
    return values.iterator();
  }

  @Override
  public int status(ServedRequest served) {
    return served.status();
  }

  @Override
  public boolean isCommitted(ServedRequest served) {
    return served.isCommitted();
  }

  @Override
  public void setHeader(ServedRequest served, String name, String value) {
    HttpFields.Mutable headers = served.headers;
    if (headers != null && !headers.contains(name)) {
      headers.put(name, value);
    }
  }
}
