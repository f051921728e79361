// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HttpClientOperation;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Advice for the two ways to send a request. */
final class ClientAdvices {
  private ClientAdvices() {}

  /** Advice for {@code send}, which blocks until the body is there. */
  static final class Send {
    private Send() {}

    @OnEnter
    static @Nullable HttpClientOperation enter(@Argument(0) @Nullable HttpRequest request) {
      return SentRequest.start(request);
    }

    @OnExit
    static void exit(
        @Token @Nullable HttpClientOperation operation,
        @Return @Nullable HttpResponse<?> response,
        @Thrown @Nullable Throwable thrown) {
      if (operation == null) {
        return;
      }
      SentRequest.leave(operation);
      if (response != null) {
        operation.status(response.statusCode());
      }
      operation.end(thrown);
    }
  }

  /**
   * Advice for {@code sendAsync}. The future goes to the application as it is, so that cancelling
   * it still cancels the exchange; the operation ends as one of its dependants.
   */
  static final class SendAsync {
    private static final Guard GUARD = Guard.of(SendAsync.class);

    private SendAsync() {}

    @OnEnter
    static @Nullable HttpClientOperation enter(@Argument(0) @Nullable HttpRequest request) {
      return SentRequest.start(request);
    }

    @OnExit
    static void exit(
        @Token @Nullable HttpClientOperation operation,
        @Return @Nullable CompletableFuture<? extends HttpResponse<?>> future,
        @Thrown @Nullable Throwable thrown) {
      if (operation == null) {
        return;
      }
      SentRequest.leave(operation);
      if (future == null) {
        operation.end(thrown);
      } else {
        future.whenComplete(new Completion(operation));
      }
    }

    private record Completion(HttpClientOperation operation)
        implements BiConsumer<HttpResponse<?>, Throwable> {
      @Override
      public void accept(@Nullable HttpResponse<?> response, @Nullable Throwable thrown) {
        try {
          if (response != null) {
            operation.status(response.statusCode());
          }
          boolean wrapped = thrown instanceof CompletionException && thrown.getCause() != null;
          operation.end(wrapped ? thrown.getCause() : thrown);
        } catch (Throwable e) {
          GUARD.caught(e);
        }
      }
    }
  }
}
