// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.obsagent.spi.telemetry.HttpClientRequest;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is about to be sent. Where it goes, its URI says if it goes through a proxy, else
 * its {@code Host}, and where there is none the connection.
 *
 * @param authority host and perhaps port, as they were written; empty where not known
 */
record OutgoingRequest(HttpRequest request, String scheme, String authority) {
  private static final String SEPARATOR = "://";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  static OutgoingRequest of(HttpRequest request, HttpChannel channel) {
    String uri = request.uri();
    if (!isAbsolute(uri)) {
      return new OutgoingRequest(request, channel.scheme(), authority(request, channel));
    }
    int scheme = uri.indexOf(SEPARATOR);
    int from = scheme + SEPARATOR.length();
    int to = from;
    while (to < uri.length() && "/?#".indexOf(uri.charAt(to)) < 0) {
      to++;
    }
    String authority = uri.substring(from, to);
    return new OutgoingRequest(
        request, uri.substring(0, scheme), authority.substring(authority.lastIndexOf('@') + 1));
  }

  private static boolean isAbsolute(String uri) {
    return uri.startsWith("http://") || uri.startsWith("https://");
  }

  private static String authority(HttpRequest request, HttpChannel channel) {
    String host = request.headers().get(HttpHeaderNames.HOST);
    if (host != null && !host.isEmpty()) {
      return host;
    }
    return channel.channel.remoteAddress() instanceof InetSocketAddress peer
        ? peer.getHostString() + ":" + peer.getPort()
        : "";
  }

  /** Where the port begins, or the length; an address of IPv6 is in brackets. */
  private int endOfHost() {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.indexOf(']', colon) > 0 ? authority.length() : colon;
  }

  private int port() {
    int end = endOfHost();
    if (end < authority.length() - 1) {
      try {
        return Integer.parseInt(authority.substring(end + 1));
      } catch (NumberFormatException e) {
        return -1;
      }
    }
    return scheme.equals("https") ? HTTPS : HTTP;
  }

  /** Asks the request. */
  enum Reader implements HttpClientRequest<OutgoingRequest> {
    INSTANCE;

    @Override
    public String method(OutgoingRequest outgoing) {
      return outgoing.request.method().name();
    }

    @Override
    public String url(OutgoingRequest outgoing) {
      String uri = outgoing.request.uri();
      return isAbsolute(uri) ? uri : outgoing.scheme + SEPARATOR + outgoing.authority + uri;
    }

    @Override
    public @Nullable String host(OutgoingRequest outgoing) {
      String host = outgoing.authority.substring(0, outgoing.endOfHost());
      return host.isEmpty() ? null : host;
    }

    @Override
    public int port(OutgoingRequest outgoing) {
      return outgoing.port();
    }
  }
}
