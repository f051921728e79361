// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import org.apache.hc.client5.http.async.methods.ConfigurableHttpRequest;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** A request and where it goes, if it does not say so itself. */
record OutgoingRequest(@Nullable HttpHost target, HttpRequest request) {

  static final HttpClientRequest<OutgoingRequest> READER = Reader.INSTANCE;

  static @Nullable HttpClientOperation start(@Nullable HttpHost target, HttpRequest request) {
    return HttpClientOperation.start(READER, new OutgoingRequest(target, request));
  }

  /**
   * A copy with an operation's headers: redirects are made of what the client was given, and that
   * may be an object which the application sends again, or sends twice at a time.
   */
  static HttpRequest copy(HttpRequest request, HttpClientOperation operation) {
    HttpRequest copy = emptyCopy(request);
    copy.setScheme(request.getScheme());
    copy.setAuthority(request.getAuthority());
    copy.setPath(request.getPath());
    if (request.getVersion() != null) {
      copy.setVersion(request.getVersion());
    }
    copy.setHeaders(request.getHeaders());
    operation.inject(copy, Headers.INSTANCE);
    return copy;
  }

  /** The client looks at a request for a configuration of its own, and for nothing else. */
  private static HttpRequest emptyCopy(HttpRequest request) {
    if (request instanceof Configurable configurable) {
      ConfigurableHttpRequest copy =
          new ConfigurableHttpRequest(request.getMethod(), request.getPath());
      copy.setConfig(configurable.getConfig());
      return copy;
    }
    return new BasicHttpRequest(request.getMethod(), request.getPath());
  }

  private enum Headers implements HeaderSetter<HttpRequest> {
    INSTANCE;

    @Override
    public void set(HttpRequest request, String name, String value) {
      request.setHeader(name, value);
    }

    @Override
    public void remove(HttpRequest request, String name) {
      request.removeHeaders(name);
    }
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
