// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A request as Netty has decoded it. */
enum ServerAdapter implements HttpServerAdapter<ServedRequest, ServedRequest> {
  INSTANCE;

  @Override
  public String method(ServedRequest served) {
    return served.head().method();
  }

  @Override
  public String scheme(ServedRequest served) {
    return served.peer.scheme;
  }

  /** Of a request to a proxy, the URI begins with scheme and host. */
  @Override
  public String path(ServedRequest served) {
    String uri = served.head().uri();
    if (uri.isEmpty()) {
      return uri;
    }
    int from = pathStart(uri);
    int end = uri.indexOf('?', from);
    String path = uri.substring(from, end < 0 ? uri.length() : end);
    return path.isEmpty() ? "/" : path;
  }

  private static int pathStart(String uri) {
    int host = uri.startsWith("/") ? -1 : uri.indexOf("://");
    if (host < 0) {
      return 0;
    }
    for (int i = host + 3; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c == '/' || c == '?') {
        return i;
      }
    }
    return uri.length();
  }

  @Override
  public @Nullable String query(ServedRequest served) {
    String uri = served.head().uri();
    int query = uri.indexOf('?');
    return query < 0 || query == uri.length() - 1 ? null : uri.substring(query + 1);
  }

  @Override
  public @Nullable String protocolVersion(ServedRequest served) {
    return served.head().version();
  }

  @Override
  public @Nullable String clientAddress(ServedRequest served) {
    return served.peer.address();
  }

  @Override
  public @Nullable String get(@Nullable ServedRequest served, String name) {
    return served == null ? null : served.head().get(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable ServedRequest served, String name) {
    return served == null ? Collections.emptyIterator() : served.head().getAll(name);
  }

  @Override
  public int status(ServedRequest served) {
    return served.status();
  }

  @Override
  public boolean isCommitted(ServedRequest served) {
    return served.status() != 0;
  }

  /** Netty answers nothing of its own. */
  @Override
  public int statusWhenThrown() {
    return HttpServerOperation.NO_ANSWER;
  }

  @Override
  public void setHeader(ServedRequest served, String name, String value) {
    served.header(name, value);
  }
}
