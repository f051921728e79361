// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** A request and where it goes, if it does not say so itself. */
record OutgoingRequest(@Nullable HttpHost target, HttpRequest request) {

  /** Starts an operation and writes its headers into the request. */
  static @Nullable HttpClientOperation start(@Nullable HttpHost target, HttpRequest request) {
    HttpClientOperation operation =
        HttpClientOperation.start(Reader.INSTANCE, new OutgoingRequest(target, request));
    if (operation != null) {
      operation.inject(request, HttpRequest::setHeader);
    }
    return operation;
  }

  private enum Reader implements HttpClientRequest<OutgoingRequest> {
    INSTANCE;

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    @Override
    public String method(OutgoingRequest outgoing) {
      return outgoing.request.getMethod();
    }

    @Override
    public String url(OutgoingRequest outgoing) {
      String path = outgoing.request.getPath();
      int port = explicitPort(outgoing);
      return scheme(outgoing)
          + "://"
          + host(outgoing)
          + (port < 0 ? "" : ":" + port)
          + (path == null ? "" : path);
    }

    @Override
    public @Nullable String host(OutgoingRequest outgoing) {
      URIAuthority authority = outgoing.request.getAuthority();
      if (authority != null) {
        return authority.getHostName();
      }
      return outgoing.target == null ? null : outgoing.target.getHostName();
    }

    @Override
    public int port(OutgoingRequest outgoing) {
      int port = explicitPort(outgoing);
      if (port >= 0) {
        return port;
      }
      return "https".equalsIgnoreCase(scheme(outgoing)) ? HTTPS_PORT : HTTP_PORT;
    }

    private static int explicitPort(OutgoingRequest outgoing) {
      URIAuthority authority = outgoing.request.getAuthority();
      if (authority != null) {
        return authority.getPort();
      }
      return outgoing.target == null ? -1 : outgoing.target.getPort();
    }

    private static String scheme(OutgoingRequest outgoing) {
      String scheme = outgoing.request.getScheme();
      if (scheme == null && outgoing.target != null) {
        scheme = outgoing.target.getSchemeName();
      }
      return scheme == null ? "http" : scheme;
    }
  }
}
