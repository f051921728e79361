// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A request as Netty has decoded it. */
enum ServerAdapter implements HttpServerAdapter<ServedRequest, ServedRequest> {
  INSTANCE;

  /** What Netty makes of a request whose first line it cannot read. */
  private static final String NO_PATH = "/bad-request";

  private static boolean isUnreadable(HttpRequest request) {
    return request.decoderResult().isFailure() && request.uri().equals(NO_PATH);
  }

  @Override
  public String method(ServedRequest served) {
    HttpRequest request = served.request();
    return isUnreadable(request) ? "" : request.method().name();
  }

  @Override
  public String scheme(ServedRequest served) {
    return served.channel.scheme();
  }

  /** Of a request to a proxy, the URI begins with scheme and host. */
  @Override
  public String path(ServedRequest served) {
    HttpRequest request = served.request();
    if (isUnreadable(request)) {
      return "";
    }
    String uri = request.uri();
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
    String uri = served.request().uri();
    int query = uri.indexOf('?');
    return query < 0 || query == uri.length() - 1 ? null : uri.substring(query + 1);
  }

  @Override
  public @Nullable String protocolVersion(ServedRequest served) {
    if (served.channel.stream) {
      return "2";
    }
    HttpVersion version = served.request().protocolVersion();
    return version.majorVersion() != 1 ? null : version.minorVersion() == 1 ? "1.1" : "1.0";
  }

  @Override
  public @Nullable String clientAddress(ServedRequest served) {
    return served.channel.peerAddress();
  }

  @Override
  public @Nullable String get(@Nullable ServedRequest served, String name) {
    return served == null ? null : served.request().headers().get(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable ServedRequest served, String name) {
    return served == null
        ? Collections.emptyIterator()
        : served.request().headers().getAll(name).iterator();
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
