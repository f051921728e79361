// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** An exchange of Undertow, which is the request and the response. */
enum UndertowAdapter implements HttpServerAdapter<HttpServerExchange, HttpServerExchange> {
  INSTANCE;

  @Override
  public String method(HttpServerExchange exchange) {
    return exchange.getRequestMethod().toString();
  }

  @Override
  public String scheme(HttpServerExchange exchange) {
    return exchange.getRequestScheme();
  }

  /** Of a request to a proxy, the URI begins with scheme and host. */
  @Override
  public String path(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return uri;
    }
    int path = uri.indexOf('/', uri.indexOf("//") + 2);
    return path < 0 ? "/" : uri.substring(path);
  }

  @Override
  public @Nullable String query(HttpServerExchange exchange) {
    String query = exchange.getQueryString();
    return query == null || query.isEmpty() ? null : query;
  }

  @Override
  public @Nullable String protocolVersion(HttpServerExchange exchange) {
    HttpString protocol = exchange.getProtocol();
    if (protocol == Protocols.HTTP_1_1) {
      return "1.1";
    }
    if (protocol == Protocols.HTTP_2_0) {
      return "2";
    }
    return protocol == Protocols.HTTP_1_0 ? "1.0" : null;
  }

  @Override
  public @Nullable String clientAddress(HttpServerExchange exchange) {
    InetSocketAddress peer = exchange.getSourceAddress();
    InetAddress address = peer == null ? null : peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public @Nullable String get(@Nullable HttpServerExchange exchange, String name) {
    return exchange == null ? null : exchange.getRequestHeaders().getFirst(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable HttpServerExchange exchange, String name) {
    HeaderValues values = exchange == null ? null : exchange.getRequestHeaders().get(name);
    return values == null ? Collections.emptyIterator() : values.iterator();
  }

  @Override
  public int status(HttpServerExchange exchange) {
    return exchange.getStatusCode();
  }

  @Override
  public boolean isCommitted(HttpServerExchange exchange) {
    return exchange.isResponseStarted();
  }

  @Override
  public void setHeader(HttpServerExchange exchange, String name, String value) {
    HeaderMap headers = exchange.getResponseHeaders();
    if (!headers.contains(name)) {
      headers.put(new HttpString(name), value);
    }
  }
}
