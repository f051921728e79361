// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import io.obsagent.spi.telemetry.HttpClientRequest;
import java.net.URI;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.HttpUriRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request and where it goes.
 *
 * @param target null where the request's own URI is absolute
 */
record OutgoingRequest(@Nullable HttpHost target, HttpRequest request) {
  static final HttpClientRequest<OutgoingRequest> READER = Reader.INSTANCE;

  static OutgoingRequest of(@Nullable HttpHost target, HttpRequest request) {
    boolean unknown = target == null && request instanceof HttpUriRequest;
    URI own = unknown ? ((HttpUriRequest) request).getURI() : null;
    return new OutgoingRequest(own == null ? target : host(own), request);
  }

  private static @Nullable HttpHost host(URI uri) {
    return uri.getHost() == null
        ? null
        : new HttpHost(uri.getHost(), uri.getPort(), uri.getScheme());
  }

  private enum Reader implements HttpClientRequest<OutgoingRequest> {
    INSTANCE;

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    @Override
    public String method(OutgoingRequest outgoing) {
      return outgoing.request.getRequestLine().getMethod();
    }

    /** The target of a request line may be absolute, or a path only. */
    @Override
    public String url(OutgoingRequest outgoing) {
      String line = outgoing.request.getRequestLine().getUri();
      HttpHost host = outgoing.target;
      return host == null || !line.startsWith("/") ? line : host.toURI() + line;
    }

    @Override
    public @Nullable String host(OutgoingRequest outgoing) {
      return outgoing.target == null ? null : outgoing.target.getHostName();
    }

    @Override
    public int port(OutgoingRequest outgoing) {
      HttpHost host = outgoing.target;
      if (host != null && host.getPort() >= 0) {
        return host.getPort();
      }
      return host != null && "https".equalsIgnoreCase(host.getSchemeName())
          ? HTTPS_PORT
          : HTTP_PORT;
    }
  }
}
