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
import org.jspecify.annotations.Nullable;

/** Operations of calls, from their first interceptor to their last. */
final class Calls {
  /**
   * The context in which a call was enqueued, until a thread of OkHttp takes it up. That of no
   * trace, too: such a thread may run in the context of another call, whose end made room.
   */
  static final WeakMap<Call, Context> ENQUEUED = new WeakMap<>();

  /** Calls that are watched: one within another's interceptor is not, and is not to be mistaken. */
  private static final WeakMap<Call, Running> RUNNING = new WeakMap<>();

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
      RUNNING.put(call, new Running(operation));
      operation.attach();
    }
    return operation;
  }

  static void end(Call call, HttpClientOperation operation, @Nullable Throwable thrown) {
    RUNNING.remove(call);
    operation.finish(thrown);
  }

  /** The request as it is to go over a connection: with the headers of its call's operation. */
  static Request send(Call call, Request request) {
    Running running = RUNNING.get(call);
    return running == null ? request : running.send(request);
  }

  /** The operation of a call, and the request that has its headers already. */
  private static final class Running {
    private final HttpClientOperation operation;
    private @Nullable Request sent;

    Running(HttpClientOperation operation) {
      this.operation = operation;
    }

    /** An interceptor of the network mostly passes on the headers it got: they need no copy. */
    Request send(Request request) {
      if (sent != null && request.headers().equals(sent.headers())) {
        return request;
      }
      operation.sent(Reader.INSTANCE, request);
      Request.Builder builder = request.newBuilder();
      operation.inject(builder, Headers.INSTANCE);
      Request copy = builder.build();
      sent = copy;
      return copy;
    }
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
