// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.HttpClientOperation;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** An asynchronous call, from the caller's thread to those of the I/O reactor. */
final class AsyncCall {
  /** Calls by what handles their exchange: a connection knows that, and nothing else of a call. */
  static final WeakMap<Object, AsyncCall> BY_HANDLER = new WeakMap<>();

  private static final Guard GUARD = Guard.of(AsyncCall.class);

  private final Context caller;
  private @Nullable HttpHost target;
  private volatile @Nullable HttpClientOperation operation;

  AsyncCall(Context caller) {
    this.caller = caller;
  }

  /** The producer has been asked for the request; the connection is yet to be made. */
  private void start(HttpAsyncRequestProducer producer, HttpRequest request) {
    try (Scope ignored = caller.makeCurrent()) {
      if (operation == null) {
        OutgoingRequest outgoing = OutgoingRequest.of(producer.getTarget(), request);
        target = outgoing.target();
        operation = HttpClientOperation.start(OutgoingRequest.READER, outgoing);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /** Adds the headers to a request on its way; null where there are none. */
  @Nullable InjectedHeaders sending(HttpRequest request) {
    HttpClientOperation running = operation;
    if (running == null || RunningCall.isTunnel(request)) {
      return null;
    }
    running.sent(OutgoingRequest.READER, new OutgoingRequest(target, request));
    return InjectedHeaders.into(request, running);
  }

  private void status(HttpResponse response) {
    HttpClientOperation running = operation;
    if (running != null) {
      try {
        running.status(response.getStatusLine().getStatusCode());
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
  record Producer(HttpAsyncRequestProducer producer, AsyncCall call)
      implements HttpAsyncRequestProducer {
    @Override
    public HttpHost getTarget() {
      return producer.getTarget();
    }

    @Override
    public HttpRequest generateRequest() throws IOException, HttpException {
      HttpRequest request = producer.generateRequest();
      if (request != null) {
        call.start(producer, request);
      }
      return request;
    }

    @Override
    public void produceContent(ContentEncoder encoder, IOControl control) throws IOException {
      producer.produceContent(encoder, control);
    }

    @Override
    public void requestCompleted(HttpContext context) {
      producer.requestCompleted(context);
    }

    @Override
    public void failed(Exception cause) {
      producer.failed(cause);
    }

    @Override
    public boolean isRepeatable() {
      return producer.isRepeatable();
    }

    @Override
    public void resetRequest() throws IOException {
      producer.resetRequest();
    }

    @Override
    public void close() throws IOException {
      producer.close();
    }

    @Override
    public String toString() {
      return producer.toString();
    }
  }

  /** Reads the status of the response on its way. */
  record Consumer<T>(HttpAsyncResponseConsumer<T> consumer, AsyncCall call)
      implements HttpAsyncResponseConsumer<T> {
    @Override
    public void responseReceived(HttpResponse response) throws IOException, HttpException {
      call.status(response);
      consumer.responseReceived(response);
    }

    @Override
    public void consumeContent(ContentDecoder decoder, IOControl control) throws IOException {
      consumer.consumeContent(decoder, control);
    }

    @Override
    public void responseCompleted(HttpContext context) {
      consumer.responseCompleted(context);
    }

    @Override
    public void failed(Exception cause) {
      consumer.failed(cause);
    }

    @Override
    public @Nullable Exception getException() {
      return consumer.getException();
    }

    @Override
    public T getResult() {
      return consumer.getResult();
    }

    @Override
    public boolean isDone() {
      return consumer.isDone();
    }

    @Override
    public boolean cancel() {
      return consumer.cancel();
    }

    @Override
    public void close() throws IOException {
      consumer.close();
    }

    @Override
    public String toString() {
      return consumer.toString();
    }
  }

  /** Ends the operation, then calls the application back in the context of its caller. */
  record Callback<T>(@Nullable FutureCallback<T> callback, AsyncCall call)
      implements FutureCallback<T> {
    @Override
    public void completed(T result) {
      call.end(null);
      if (callback != null) {
        Scope scope = GUARD.attach(call.caller);
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
        Scope scope = GUARD.attach(call.caller);
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
        Scope scope = GUARD.attach(call.caller);
        try {
          callback.cancelled();
        } finally {
          GUARD.close(scope);
        }
      }
    }
  }
}
