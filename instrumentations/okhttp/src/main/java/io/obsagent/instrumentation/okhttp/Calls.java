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

/** Starts the operations of calls. */
final class Calls {
  /** The context in which a call was enqueued, until a thread of OkHttp takes it up. */
  static final WeakMap<Call, Context> ENQUEUED = new WeakMap<>();

  private Calls() {}

  /** Answers the operation, current on this thread, or null where one of a client is running. */
  static @Nullable HttpClientOperation start(Call call, Request request) {
    Context enqueued = ENQUEUED.isEmpty() ? null : ENQUEUED.remove(call);
    HttpClientOperation operation;
    if (enqueued == null) {
      operation = HttpClientOperation.start(Reader.INSTANCE, request);
    } else {
      try (Scope ignored = enqueued.makeCurrent()) {
        operation = HttpClientOperation.start(Reader.INSTANCE, request);
      }
    }
    if (operation != null) {
      operation.attach();
    }
    return operation;
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
