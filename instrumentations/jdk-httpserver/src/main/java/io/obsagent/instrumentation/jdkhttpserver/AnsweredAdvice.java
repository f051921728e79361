// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for what ends an exchange that its handler left to another thread. */
final class AnsweredAdvice {
  private AnsweredAdvice() {}

  @OnEnter
  static @Nullable HttpExchange enter(@This HttpExchange exchange) {
    return ServedExchange.isDeferred(exchange) ? exchange : null;
  }

  @OnExit
  static void exit(@Token @Nullable HttpExchange exchange) {
    if (exchange != null) {
      ServedExchange.answered(exchange);
    }
  }
}
