// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** An asynchronous call, from the caller's thread to those of the I/O reactor. */
final class AsyncCall {
  private static final Guard GUARD = Guard.of(AsyncCall.class);

  private final Context parent;
  private final @Nullable HttpHost target;
  private volatile @Nullable HttpClientOperation operation;

  AsyncCall(Context parent, @Nullable HttpHost target) {
    this.parent = parent;
    this.target = target;
  }

  /** Answers the request to send: a copy with our headers, or the given one unwatched. */
  private HttpRequest start(HttpRequest request) {
    try (Scope ignored = parent.makeCurrent()) {
      HttpClientOperation running = operation;
      if (running == null) {
        running = OutgoingRequest.start(target, request);
        operation = running;
      }
      return running == null ? request : OutgoingRequest.copy(request, running);
    } catch (Throwable e) {
      // The request goes out all the same, unwatched.
      GUARD.caught(e);
      return request;
    }
  }

  private void status(int code) {
    HttpClientOperation running = operation;
    if (running != null) {
      try {
        running.status(code);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  private void end(@Nullable Throwable error) {
    HttpClientOperation running = operation;
    if (running != null) {
      GUARD.end(running, error);
    }
  }

  /** Starts the operation with the request that the application's producer brings. */
  record Producer(AsyncRequestProducer producer, AsyncCall call) implements AsyncRequestProducer {
    @Override
    public void sendRequest(RequestChannel channel, HttpContext context)
        throws HttpException, IOException {
      producer.sendRequest(
          (request, entity, requestContext) ->
              channel.sendRequest(call.start(request), entity, requestContext),
          context);
    }

    @Override
    public boolean isRepeatable() {
      return producer.isRepeatable();
    }

    @Override
    public void failed(Exception cause) {
      producer.failed(cause);
    }

    @Override
    public int available() {
      return producer.available();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
      producer.produce(channel);
    }

    @Override
    public void releaseResources() {
      producer.releaseResources();
    }
  }

  /** Reads the status of the response on its way. */
  record Consumer<T>(AsyncResponseConsumer<T> consumer, AsyncCall call)
      implements AsyncResponseConsumer<T> {
    @Override
    public void consumeResponse(
        HttpResponse response,
        @Nullable EntityDetails entity,
        HttpContext context,
        FutureCallback<T> callback)
        throws HttpException, IOException {
      call.status(response.getCode());
      consumer.consumeResponse(response, entity, context, callback);
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context)
        throws HttpException, IOException {
      consumer.informationResponse(response, context);
    }

    @Override
    public void failed(Exception cause) {
      consumer.failed(cause);
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
      consumer.updateCapacity(channel);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
      consumer.consume(source);
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers)
        throws HttpException, IOException {
      consumer.streamEnd(trailers);
    }

    @Override
    public void releaseResources() {
      consumer.releaseResources();
    }
  }

  /** Ends the operation, then calls the application back in the context of its caller. */
  record Callback<T>(@Nullable FutureCallback<T> callback, AsyncCall call)
      implements FutureCallback<T> {
    @Override
    public void completed(T result) {
      call.end(null);
      if (callback != null) {
        Scope scope = GUARD.attach(call.parent);
        try {
          callback.completed(result);
        } finally {
          GUARD.close(scope);
        }
      }
    }

    @Override
    public void failed(Exception cause) {
      call.end(cause);
      if (callback != null) {
        Scope scope = GUARD.attach(call.parent);
        try {
          callback.failed(cause);
        } finally {
          GUARD.close(scope);
        }
      }
    }

    @Override
    public void cancelled() {
      call.end(new CancellationException("cancelled"));
      if (callback != null) {
        Scope scope = GUARD.attach(call.parent);
        try {
          callback.cancelled();
        } finally {
          GUARD.close(scope);
        }
      }
    }
  }
}
