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
 * Advice for {@code connect}. The headers are fixed from here on, and so the operation starts here.
 */
final class ConnectAdvice {
  private ConnectAdvice() {}

  @OnEnter
  static @Nullable SentRequest enter(@This HttpURLConnection connection) {
    return SentRequest.enter(connection);
  }

  @OnExit
  static void exit(@Token @Nullable SentRequest request, @Thrown @Nullable Throwable thrown) {
    SentRequest.exit(request, thrown);
  }
}
