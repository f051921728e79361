// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import okhttp3.Call;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** One logical call; the request carries it, as a tag, through the chain of interceptors. */
final class TracedCall {
  /** The context in which a call was enqueued, until a thread of OkHttp takes it up. */
  static final WeakMap<Call, Context> ENQUEUED = new WeakMap<>();

  final HttpClientOperation operation;
  private boolean entered;

  private TracedCall(HttpClientOperation operation) {
    this.operation = operation;
  }

  /** Answers the request to send: with headers and tag, or itself where there is nothing to do. */
  static Request start(Call call, Request request) {
    HttpClientOperation operation = startWithin(ENQUEUED.remove(call), request);
    if (operation == null) {
      return request;
    }
    Request.Builder builder = request.newBuilder().tag(TracedCall.class, new TracedCall(operation));
    operation.inject(builder, Request.Builder::header);
    return builder.build();
  }

  private static @Nullable HttpClientOperation startWithin(
      @Nullable Context enqueued, Request request) {
    if (enqueued == null) {
      return HttpClientOperation.start(Reader.INSTANCE, request);
    }
    try (Scope ignored = enqueued.makeCurrent()) {
      return HttpClientOperation.start(Reader.INSTANCE, request);
    }
  }

  /** Answers true once, for the outermost link of the chain. */
  boolean enter() {
    boolean first = !entered;
    entered = true;
    return first;
  }

  private enum Reader implements HttpClientRequest<Request> {
    INSTANCE;

    @Override
    public String method(Request request) {
      return request.method();
    }

    @Override
    public String url(Request request) {
      return request.url().toString();
    }

    @Override
    public String host(Request request) {
      return request.url().host();
    }

    @Override
    public int port(Request request) {
      return request.url().port();
    }
  }
}
