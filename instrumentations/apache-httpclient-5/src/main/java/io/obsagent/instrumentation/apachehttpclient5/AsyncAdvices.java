// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.ReplaceArgument;
import io.opentelemetry.context.Context;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.jspecify.annotations.Nullable;

/** Advice for the asynchronous client. */
final class AsyncAdvices {
  private AsyncAdvices() {}

  /**
   * Advice for the asynchronous {@code doExecute}, whose three parties each see a part of the call:
   * the producer the request, the consumer the response, the callback the end. The replacements run
   * in this order; the later ones find the call in the producer.
   */
  static final class Execute {
    private Execute() {}

    @ReplaceArgument(1)
    static @Nullable AsyncRequestProducer producer(
        @Argument(0) @Nullable HttpHost target,
        @Argument(1) @Nullable AsyncRequestProducer producer) {
      return producer == null
          ? null
          : new AsyncCall.Producer(producer, new AsyncCall(Context.current(), target));
    }

    @ReplaceArgument(2)
    static @Nullable AsyncResponseConsumer<?> consumer(
        @Argument(1) @Nullable AsyncRequestProducer producer,
        @Argument(2) @Nullable AsyncResponseConsumer<?> consumer) {
      return consumer != null && producer instanceof AsyncCall.Producer traced
          ? new AsyncCall.Consumer<>(consumer, traced.call())
          : consumer;
    }

    @ReplaceArgument(5)
    static @Nullable FutureCallback<?> callback(
        @Argument(1) @Nullable AsyncRequestProducer producer,
        @Argument(5) @Nullable FutureCallback<?> callback) {
      return producer instanceof AsyncCall.Producer traced
          ? new AsyncCall.Callback<>(callback, traced.call())
          : callback;
    }
  }
}
