// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient9;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.net.URI;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.api.Response;
import org.eclipse.jetty.client.api.Result;
import org.jspecify.annotations.Nullable;

/**
 * A request of the application, and those that follow from it: after a redirection, or with
 * credentials. Its threads come one after the other.
 */
final class ClientCall {
  private static final WeakMap<Request, ClientCall> BY_REQUEST = new WeakMap<>();

  private final HttpClientOperation operation;
  private final Context caller = Context.current();
  private volatile @Nullable InjectedHeaders injected;
  private volatile boolean ended;

  private ClientCall(HttpClientOperation operation) {
    this.operation = operation;
  }

  /** The call that a request belongs to; null where it is not watched. */
  static @Nullable ClientCall of(Request request) {
    return BY_REQUEST.isEmpty() ? null : BY_REQUEST.get(request);
  }

  /** The application sends a request; null where it belongs to a call, or is not to be watched. */
  static @Nullable ClientCall start(Request request) {
    ClientCall running = of(request);
    if (running != null && !running.ended) {
      return null;
    }
    HttpClientOperation operation = HttpClientOperation.start(Reader.INSTANCE, request);
    if (operation == null) {
      return null;
    }
    ClientCall call = new ClientCall(operation);
    BY_REQUEST.put(request, call);
    request.onComplete(new Completion(call));
    return call;
  }

  /** Makes the context of the caller current, for listeners to a request's response. */
  static @Nullable Scope enter(Request request) {
    ClientCall call = of(request);
    return call == null ? null : call.caller.makeCurrent();
  }

  void goOnWith(Request request) {
    if (!ended) {
      BY_REQUEST.put(request, this);
    }
  }

  /** The headers of a request are about to be written. */
  void send(Request request) {
    if (!ended) {
      operation.sent(Reader.INSTANCE, request);
      injected = InjectedHeaders.into(request, operation);
    }
  }

  /** The headers have been written, or never will be: the request is the application's own. */
  void sent(Request request) {
    InjectedHeaders headers = injected;
    if (headers != null) {
      injected = null;
      headers.restore(request);
    }
  }

  void end(@Nullable Throwable failure) {
    ended = true;
    operation.end(failure);
  }

  /** The end, of which the library tells once, after all redirections. */
  private record Completion(ClientCall call) implements Response.CompleteListener {
    private static final Guard GUARD = Guard.of(Completion.class);

    @Override
    public void onComplete(Result result) {
      try {
        if (!call.ended) {
          call.sent(result.getRequest());
          int status = result.getResponse() == null ? 0 : result.getResponse().getStatus();
          if (status > 0) {
            call.operation.status(status);
          }
          call.end(result.getFailure());
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  private enum Reader implements HttpClientRequest<Request> {
    INSTANCE;

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    @Override
    public String method(Request request) {
      return request.getMethod();
    }

    @Override
    public String url(Request request) {
      URI uri = request.getURI();
      return uri != null
          ? uri.toString()
          : request.getScheme() + "://" + request.getHost() + ":" + port(request);
    }

    @Override
    public @Nullable String host(Request request) {
      return request.getHost();
    }

    @Override
    public int port(Request request) {
      int port = request.getPort();
      return port > 0 ? port : "https".equalsIgnoreCase(request.getScheme()) ? HTTPS : HTTP;
    }
  }
}
