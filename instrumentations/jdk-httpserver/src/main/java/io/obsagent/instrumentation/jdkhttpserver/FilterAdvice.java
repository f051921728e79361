// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.CallDepth;
import org.jspecify.annotations.Nullable;

/** Advice for the chain of filters, which each filter calls for those after it. */
final class FilterAdvice {
  private static final CallDepth DEPTH = new CallDepth();

  private FilterAdvice() {}

  @OnEnter
  static @Nullable Outermost enter(@Argument(0) HttpExchange exchange) {
    ServedExchange served = DEPTH.enter() ? ServedExchange.start(exchange) : null;
    if (served == null) {
      return null;
    }
    served.operation.attach();
    return new Outermost(served, exchange);
  }

  @OnExit
  static void exit(@Token @Nullable Outermost outermost, @Thrown @Nullable Throwable thrown) {
    DEPTH.exit();
    if (outermost != null) {
      ServedExchange.leave(outermost.served, outermost.exchange, thrown);
    }
  }

  /** The first call for an exchange. */
  record Outermost(ServedExchange served, HttpExchange exchange) {}
}
