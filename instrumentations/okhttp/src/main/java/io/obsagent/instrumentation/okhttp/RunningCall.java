// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.HttpClientRequest;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A call on the thread that it runs on from its first interceptor to its last. One of them may make
 * a call of its own meanwhile; that has no operation, and must not be taken for the one that is
 * watched.
 */
final class RunningCall {
  /**
   * The context in which a call was enqueued, until a thread of OkHttp takes it up. That of no
   * trace, too: such a thread may run in the context of another call, whose end made room.
   */
  static final WeakMap<Call, Context> ENQUEUED = new WeakMap<>();

  private static final ThreadLocal<RunningCall> CURRENT = new ThreadLocal<>();

  private final @Nullable HttpClientOperation operation;
  private final @Nullable RunningCall outer;

  private RunningCall(@Nullable HttpClientOperation operation, @Nullable RunningCall outer) {
    this.operation = operation;
    this.outer = outer;
  }

  /** Answers null for a call that nobody need leave. */
  static @Nullable RunningCall enter(Call call) {
    RunningCall outer = CURRENT.get();
    HttpClientOperation operation = start(call);
    if (operation == null && outer == null) {
      return null;
    }
    if (operation != null) {
      operation.attach();
    }
    RunningCall running = new RunningCall(operation, outer);
    CURRENT.set(running);
    return running;
  }

  private static @Nullable HttpClientOperation start(Call call) {
    Context enqueued = ENQUEUED.isEmpty() ? null : ENQUEUED.remove(call);
    if (enqueued == null) {
      return HttpClientOperation.start(Reader.INSTANCE, call.request());
    }
    try (Scope ignored = enqueued.makeCurrent()) {
      return HttpClientOperation.start(Reader.INSTANCE, call.request());
    }
  }

  void leave(@Nullable Response response, @Nullable Throwable thrown) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    if (operation != null) {
      try {
        if (response != null) {
          operation.status(response.code());
        }
      } finally {
        operation.finish(thrown);
      }
    }
  }

  /** The request as it is to go over a connection: with the headers of the call's operation. */
  static Request send(Request request) {
    RunningCall running = CURRENT.get();
    HttpClientOperation operation = running == null ? null : running.operation;
    if (operation == null) {
      return request;
    }
    operation.sent(Reader.INSTANCE, request);
    Request.Builder copy = request.newBuilder();
    operation.inject(copy, Headers.INSTANCE);
    return copy.build();
  }

  private enum Headers implements HeaderSetter<Request.Builder> {
    INSTANCE;

    @Override
    public void set(Request.Builder request, String name, String value) {
      request.header(name, value);
    }

    @Override
    public void remove(Request.Builder request, String name) {
      request.removeHeader(name);
    }
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
