// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.h2console;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Iterator;
import org.h2.util.NetworkConnectionInfo;
import org.jspecify.annotations.Nullable;

/** A request to H2's console, which is what is known of the answer, too. */
enum WebAdapter implements HttpServerAdapter<WebRequest, WebRequest> {
  INSTANCE;

  @Override
  public String method(WebRequest request) {
    return request.method();
  }

  @Override
  public String scheme(WebRequest request) {
    NetworkConnectionInfo connection = request.connection();
    return connection != null && connection.getServer().startsWith("https:") ? "https" : "http";
  }

  @Override
  public String path(WebRequest request) {
    String target = request.target();
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** It is the console's session and what was typed into a form: nobody's to keep. */
  @Override
  public @Nullable String query(WebRequest request) {
    return null;
  }

  @Override
  public @Nullable String protocolVersion(WebRequest request) {
    return "1.1";
  }

  @Override
  public @Nullable String clientAddress(WebRequest request) {
    NetworkConnectionInfo connection = request.connection();
    try {
      return connection == null
          ? null
          : InetAddress.getByAddress(connection.getClientAddr()).getHostAddress();
    } catch (UnknownHostException e) {
      return null; // an address of another length than IP has
    }
  }

  @Override
  public @Nullable String get(@Nullable WebRequest request, String name) {
    Iterator<String> values = getAll(request, name);
    return values.hasNext() ? values.next() : null;
  }

  @Override
  public Iterator<String> getAll(@Nullable WebRequest request, String name) {
    return request == null ? Collections.emptyIterator() : request.header(name);
  }

  @Override
  public int status(WebRequest request) {
    return request.status();
  }

  @Override
  public boolean isCommitted(WebRequest request) {
    return false;
  }

  /** H2 writes its headers as one text, and has no place for another. */
  @Override
  public void setHeader(WebRequest request, String name, String value) {}
}
