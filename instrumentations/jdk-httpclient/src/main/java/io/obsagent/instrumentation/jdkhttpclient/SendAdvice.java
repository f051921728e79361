// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HttpClientOperation;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Advice for {@code send}, which blocks until the body is there. */
final class SendAdvice {
  private SendAdvice() {}

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
