// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import io.obsagent.spi.telemetry.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/** Reads a request's context; who is asked may be known only when it is sent. */
enum ClientContextReader implements HttpClientRequest<ClientRequestContext> {
  INSTANCE;

  @Override
  public String method(ClientRequestContext context) {
    return context.method().name();
  }

  @Override
  public String url(ClientRequestContext context) {
    String authority = context.authority();
    if (authority == null) {
      Endpoint endpoint = endpoint(context);
      authority = endpoint == null ? "" : endpoint.authority();
    }
    String query = context.query();
    String scheme = context.sessionProtocol().isTls() ? "https://" : "http://";
    return scheme + authority + context.path() + (query == null ? "" : "?" + query);
  }

  @Override
  public @Nullable String host(ClientRequestContext context) {
    Endpoint endpoint = endpoint(context);
    return endpoint == null ? null : endpoint.host();
  }

  @Override
  public int port(ClientRequestContext context) {
    Endpoint endpoint = endpoint(context);
    return endpoint == null ? -1 : endpoint.port(context.sessionProtocol().defaultPort());
  }

  /** The one that was chosen, or, as long as none is, the only one that can be. */
  private static @Nullable Endpoint endpoint(ClientRequestContext context) {
    Endpoint chosen = context.endpoint();
    if (chosen != null) {
      return chosen;
    }
    EndpointGroup group = context.endpointGroup();
    return group instanceof Endpoint only ? only : null;
  }
}
