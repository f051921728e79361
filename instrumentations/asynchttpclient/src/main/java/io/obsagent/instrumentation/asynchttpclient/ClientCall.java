// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.asynchttpclient;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.asynchttpclient.Request;
import org.jspecify.annotations.Nullable;

/** A call, by its future. */
final class ClientCall {
  private static final WeakMap<Object, ClientCall> BY_FUTURE = new WeakMap<>();
  private static final String TUNNEL = "CONNECT";

  private final Context caller = Context.current();
  private final HttpClientOperation operation;

  private ClientCall(HttpClientOperation operation) {
    this.operation = operation;
  }

  static void start(Object future, Request request) {
    HttpClientOperation operation = HttpClientOperation.start(Reader.INSTANCE, request);
    if (operation != null) {
      BY_FUTURE.put(future, new ClientCall(operation));
    }
  }

  /** The call of a future; null where it is not watched. */
  static @Nullable ClientCall of(Object future) {
    return BY_FUTURE.isEmpty() ? null : BY_FUTURE.get(future);
  }

  /**
   * A request is about to be written.
   *
   * @return what is current meanwhile: the operation, by which the codec below knows that it is not
   *     to have one. A tunnel through a proxy is for the request, and none itself.
   */
  Scope send(HttpRequest request) {
    if (!TUNNEL.equals(request.getMethod().name())) {
      operation.inject(request.headers(), Headers.INSTANCE);
    }
    return operation.context().makeCurrent();
  }

  void status(int code) {
    operation.status(code);
  }

  /** Makes the context of the caller current. */
  Scope enter() {
    return caller.makeCurrent();
  }

  void end(@Nullable Throwable failure) {
    operation.end(failure);
  }

  private enum Headers implements HeaderSetter<HttpHeaders> {
    INSTANCE;

    @Override
    public void set(HttpHeaders headers, String name, String value) {
      headers.set(name, (Object) value);
    }

    @Override
    public void remove(HttpHeaders headers, String name) {
      headers.remove(name);
    }
  }

  private enum Reader implements HttpClientRequest<Request> {
    INSTANCE;

    @Override
    public String method(Request request) {
      return request.getMethod();
    }

    @Override
    public String url(Request request) {
      return request.getUrl();
    }

    @Override
    public @Nullable String host(Request request) {
      return request.getUri().getHost();
    }

    @Override
    public int port(Request request) {
      return request.getUri().getExplicitPort();
    }
  }
}
