// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Advice for {@code getInputStream}. The request is sent, if it was not, and the response awaited.
 */
final class InputAdvice {
  private InputAdvice() {}

  @OnEnter
  static @Nullable SentRequest enter(@This HttpURLConnection connection) {
    SentRequest request = SentRequest.enter(connection);
    if (request != null) {
      request.sent(); // before it may be redirected
    }
    return request;
  }

  @OnExit
  static void exit(@Token @Nullable SentRequest request, @Thrown @Nullable Throwable thrown) {
    SentRequest.answered(request, thrown);
  }
}
