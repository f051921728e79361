// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import org.apache.http.HttpConnection;
import org.apache.http.HttpRequest;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.nio.NHttpConnection;
import org.apache.http.nio.protocol.HttpAsyncRequestExecutor;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.jspecify.annotations.Nullable;

/** Advice for HttpAsyncClient, and the exchanges and connections below it. */
final class AsyncAdvices {
  private AsyncAdvices() {}

  /**
   * For {@code execute}, whose three parties each see a part of the call: the producer the request,
   * the consumer the response, the callback the end. The replacements run in this order; the later
   * ones find the call in the producer.
   */
  static final class Execute {
    private Execute() {}

    @ReplaceArgument(0)
    static @Nullable HttpAsyncRequestProducer producer(
        @Argument(0) @Nullable HttpAsyncRequestProducer producer) {
      return producer == null
          ? null
          : new AsyncCall.Producer(producer, new AsyncCall(Context.current()));
    }

    @ReplaceArgument(1)
    static @Nullable HttpAsyncResponseConsumer<?> consumer(
        @Argument(0) @Nullable HttpAsyncRequestProducer producer,
        @Argument(1) @Nullable HttpAsyncResponseConsumer<?> consumer) {
      return consumer != null && producer instanceof AsyncCall.Producer traced
          ? new AsyncCall.Consumer<>(consumer, traced.call())
          : consumer;
    }

    @ReplaceArgument(3)
    static @Nullable FutureCallback<?> callback(
        @Argument(0) @Nullable HttpAsyncRequestProducer producer,
        @Argument(3) @Nullable FutureCallback<?> callback) {
      return producer instanceof AsyncCall.Producer traced
          ? new AsyncCall.Callback<>(callback, traced.call())
          : callback;
    }
  }

  /** For the constructors of what handles an exchange; the second argument is the producer. */
  static final class NewHandler {
    private NewHandler() {}

    @OnEnter
    static @Nullable AsyncCall enter(@Argument(1) @Nullable HttpAsyncRequestProducer producer) {
      return producer instanceof AsyncCall.Producer traced ? traced.call() : null;
    }

    @OnExit
    static void exit(@This Object handler, @Token @Nullable AsyncCall call) {
      if (call != null) {
        AsyncCall.BY_HANDLER.put(handler, call);
      }
    }
  }

  /** For a connection's {@code submitRequest}, which writes the head of a request. */
  static final class Submit {
    private Submit() {}

    @OnEnter
    static @Nullable InjectedHeaders enter(
        @This HttpConnection connection, @Argument(0) @Nullable HttpRequest request) {
      if (request == null || !(connection instanceof NHttpConnection submitting)) {
        return null;
      }
      Object handler = submitting.getContext().getAttribute(HttpAsyncRequestExecutor.HTTP_HANDLER);
      AsyncCall call = handler == null ? null : AsyncCall.BY_HANDLER.get(handler);
      return call == null ? null : call.sending(request);
    }

    @OnExit
    static void exit(@Token @Nullable InjectedHeaders headers) {
      if (headers != null) {
        headers.restore();
      }
    }
  }
}
