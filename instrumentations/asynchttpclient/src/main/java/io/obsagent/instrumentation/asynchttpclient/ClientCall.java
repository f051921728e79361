// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.asynchttpclient;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;
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

  /** A tunnel through a proxy is for the request, and none itself. */
  private static final String TUNNEL = "CONNECT";

  /** The codec below is to see no request of its own, even if the call has ended meanwhile. */
  private static final AttributeKey<Boolean> CLIENT_ABOVE =
      AttributeKey.valueOf("io.obsagent.netty.client-above");

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
   * @return what is current meanwhile: the operation, so that streams of HTTP/2, which are channels
   *     of their own, have none
   */
  Scope send(Channel channel, HttpRequest request) {
    if (!TUNNEL.equals(request.getMethod().name())) {
      operation.inject(request.headers(), Headers.INSTANCE);
      channel.attr(CLIENT_ABOVE).set(true);
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
