// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.http.HttpStatusCode;
import io.ktor.server.cio.CIOApplicationResponse;
import io.obsagent.spi.telemetry.HttpServerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests and responses of CIO, whose texts are views of a buffer that it uses again. */
enum CioAdapter implements HttpServerAdapter<CioRequest, CioResponse> {
  INSTANCE;

  @Override
  public String method(CioRequest request) {
    return request.request().getMethod().getValue();
  }

  /** CIO knows no TLS. */
  @Override
  public String scheme(CioRequest request) {
    return "http";
  }

  /** Of a request to a proxy, the URI begins with scheme and host. */
  @Override
  public String path(CioRequest request) {
    String uri = request.request().getUri().toString();
    int query = uri.indexOf('?');
    String target = query < 0 ? uri : uri.substring(0, query);
    int host = target.startsWith("/") ? -1 : target.indexOf("://");
    if (host < 0) {
      return target;
    }
    int path = target.indexOf('/', host + 3);
    return path < 0 ? "/" : target.substring(path);
  }

  @Override
  public @Nullable String query(CioRequest request) {
    String uri = request.request().getUri().toString();
    int query = uri.indexOf('?');
    return query < 0 || query == uri.length() - 1 ? null : uri.substring(query + 1);
  }

  @Override
  public @Nullable String protocolVersion(CioRequest request) {
    String version = request.request().getVersion().toString();
    return version.startsWith("HTTP/") ? version.substring("HTTP/".length()) : null;
  }

  @Override
  public @Nullable String clientAddress(CioRequest request) {
    InetAddress address =
        request.scope().getRemoteAddress() instanceof InetSocketAddress peer
            ? peer.getAddress()
            : null;
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public @Nullable String get(@Nullable CioRequest request, String name) {
    CharSequence value = request == null ? null : request.request().getHeaders().get(name);
    return value == null ? null : value.toString();
  }

  @Override
  public Iterator<String> getAll(@Nullable CioRequest request, String name) {
    if (request == null || request.request().getHeaders().get(name) == null) {
      return Collections.emptyIterator();
    }
    List<String> values = new ArrayList<>();
    Iterator<CharSequence> all = request.request().getHeaders().getAll(name).iterator();
    while (all.hasNext()) {
      values.add(all.next().toString());
    }
    return values.iterator();
  }

  @Override
  public int status(CioResponse response) {
    CIOApplicationResponse own = response.response;
    HttpStatusCode status = own == null ? null : own.status();
    return status == null ? 0 : status.getValue();
  }

  @Override
  public boolean isCommitted(CioResponse response) {
    CIOApplicationResponse own = response.response;
    return own != null && own.isCommitted();
  }

  @Override
  public void setHeader(CioResponse response, String name, String value) {
    CIOApplicationResponse own = response.response;
    if (own != null && !own.getHeaders().contains(name)) {
      own.getHeaders().append(name, value, false);
    }
  }
}
