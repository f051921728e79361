// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for the filter around all others. */
final class FilterAdvice {
  private FilterAdvice() {}

  @OnEnter
  static @Nullable ServedExchange enter(@Argument(0) HttpExchange exchange) {
    return ServedExchange.start(exchange);
  }

  @OnExit
  static void exit(@Token @Nullable ServedExchange served, @Thrown @Nullable Throwable thrown) {
    if (served != null) {
      served.leave(thrown);
    }
  }
}
