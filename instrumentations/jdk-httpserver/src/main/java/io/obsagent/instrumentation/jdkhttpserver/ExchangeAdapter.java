// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exchange of the JDK's server, and the headers of its answer: they do not keep the exchange, so
 * one that nobody answers can be collected.
 */
enum ExchangeAdapter implements HttpServerAdapter<HttpExchange, Headers> {
  INSTANCE;

  private static final String PROTOCOL = "HTTP/";

  @Override
  public String method(HttpExchange exchange) {
    return exchange.getRequestMethod();
  }

  @Override
  public String scheme(HttpExchange exchange) {
    return exchange instanceof HttpsExchange ? "https" : "http";
  }

  @Override
  public String path(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    return path == null ? "" : path;
  }

  @Override
  public @Nullable String query(HttpExchange exchange) {
    return exchange.getRequestURI().getRawQuery();
  }

  @Override
  public @Nullable String protocolVersion(HttpExchange exchange) {
    String protocol = exchange.getProtocol();
    return protocol != null && protocol.startsWith(PROTOCOL)
        ? protocol.substring(PROTOCOL.length())
        : null;
  }

  @Override
  public @Nullable String clientAddress(HttpExchange exchange) {
    InetSocketAddress peer = exchange.getRemoteAddress();
    InetAddress address = peer == null ? null : peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public @Nullable String get(@Nullable HttpExchange exchange, String name) {
    return exchange == null ? null : exchange.getRequestHeaders().getFirst(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable HttpExchange exchange, String name) {
    return values(exchange == null ? null : exchange.getRequestHeaders(), name);
  }

  static Iterator<String> values(@Nullable Headers headers, String name) {
    List<String> values = headers == null ? null : headers.get(name);
    return values == null ? Collections.emptyIterator() : values.iterator();
  }

  /** Told by {@code sendResponseHeaders}, and not known to the headers. */
  @Override
  public int status(Headers response) {
    return HttpServerOperation.NO_ANSWER;
  }

  @Override
  public boolean isCommitted(Headers response) {
    return false;
  }

  /** The server drops the connection. */
  @Override
  public int statusWhenThrown() {
    return HttpServerOperation.NO_ANSWER;
  }

  @Override
  public void setHeader(Headers response, String name, String value) {
    if (!response.containsKey(name)) {
      response.set(name, value);
    }
  }
}
