// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** Advice for {@code getOutputStream}, which turns GET into POST, of an open connection, too. */
final class OutputAdvice {
  private OutputAdvice() {}

  @OnEnter
  static @Nullable SentRequest enter(@This HttpURLConnection connection) {
    return SentRequest.enter(connection);
  }

  @OnExit
  static void exit(@Token @Nullable SentRequest request, @Thrown @Nullable Throwable thrown) {
    if (request != null) {
      request.sent();
    }
    SentRequest.exit(request, thrown);
  }
}
