// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import io.obsagent.spi.telemetry.HttpClientRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientConfig;

/**
 * What is asked, and where.
 *
 * @param url absolute
 */
record OutgoingRequest(String method, String url) {
  private static final String SEPARATOR = "://";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** As it is configured: an address may be given in parts. */
  static OutgoingRequest of(HttpClientConfig config) {
    String uri = config.uri() == null ? "/" : config.uri();
    String base = config.baseUrl();
    if (base != null && uri.startsWith("/")) {
      uri = base.endsWith("/") ? base.substring(0, base.length() - 1) + uri : base + uri;
    }
    if (!uri.contains(SEPARATOR)) {
      String scheme = config.isSecure() ? "https" : "http";
      String authority = uri.startsWith("/") ? authority(config.remoteAddress()) : "";
      uri = scheme + SEPARATOR + authority + uri;
    }
    return new OutgoingRequest(config.method().name(), uri);
  }

  /** As it goes out; null where the library does not tell. */
  static @Nullable OutgoingRequest of(reactor.netty.http.client.HttpClientRequest request) {
    String url = request.resourceUrl();
    return url == null ? null : new OutgoingRequest(request.method().name(), url);
  }

  private static String authority(@Nullable Supplier<? extends SocketAddress> remote) {
    SocketAddress address = remote == null ? null : remote.get();
    return address instanceof InetSocketAddress peer
        ? peer.getHostString() + ":" + peer.getPort()
        : "localhost";
  }

  /** Host and perhaps port. */
  private String authority() {
    int from = url.indexOf(SEPARATOR) + SEPARATOR.length();
    int to = from;
    while (to < url.length() && "/?#".indexOf(url.charAt(to)) < 0) {
      to++;
    }
    String authority = url.substring(from, to);
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  /** Where the port begins, or the length; an address of IPv6 is in brackets. */
  private static int endOfHost(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.indexOf(']', colon) > 0 ? authority.length() : colon;
  }

  /** Asks the request. */
  enum Reader implements HttpClientRequest<OutgoingRequest> {
    INSTANCE;

    @Override
    public String method(OutgoingRequest request) {
      return request.method;
    }

    @Override
    public String url(OutgoingRequest request) {
      return request.url;
    }

    @Override
    public @Nullable String host(OutgoingRequest request) {
      String authority = request.authority();
      String host = authority.substring(0, endOfHost(authority));
      return host.isEmpty() ? null : host;
    }

    @Override
    public int port(OutgoingRequest request) {
      String authority = request.authority();
      int end = endOfHost(authority);
      if (end < authority.length() - 1) {
        try {
          return Integer.parseInt(authority.substring(end + 1));
        } catch (NumberFormatException e) {
          return -1;
        }
      }
      return request.url.startsWith("https") || request.url.startsWith("wss") ? HTTPS : HTTP;
    }
  }
}
