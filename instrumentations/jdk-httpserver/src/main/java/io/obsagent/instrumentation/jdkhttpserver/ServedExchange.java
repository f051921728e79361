// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.WeakMap;
import org.jspecify.annotations.Nullable;

/**
 * An exchange being served. Mostly it is answered when its handler returns; else another thread
 * will answer it, and it waits for that in a map (the attributes of an exchange are shared by all
 * of its context).
 */
record ServedExchange(HttpExchange exchange, HttpServerOperation operation) {
  private static final WeakMap<HttpExchange, HttpServerOperation> DEFERRED = new WeakMap<>();
  private static final int NOT_ANSWERED = -1;

  static @Nullable ServedExchange start(HttpExchange exchange) {
    HttpServerOperation operation = HttpServerOperation.start(ExchangeReader.INSTANCE, exchange);
    if (operation == null) {
      return null;
    }
    operation.route(exchange.getHttpContext().getPath());
    exchange.getResponseHeaders().set(operation.correlationHeader(), operation.correlationId());
    operation.attach();
    return new ServedExchange(exchange, operation);
  }

  /** The handler returned or threw. */
  void leave(@Nullable Throwable thrown) {
    operation.detach();
    if (thrown != null || exchange.getResponseCode() != NOT_ANSWERED) {
      end(exchange, operation, thrown);
      return;
    }
    DEFERRED.put(exchange, operation);
    if (exchange.getResponseCode() != NOT_ANSWERED) {
      answered(exchange); // by the other thread, in between
    }
  }

  static boolean isDeferred(HttpExchange exchange) {
    return DEFERRED.get(exchange) != null;
  }

  static void answered(HttpExchange exchange) {
    HttpServerOperation operation = DEFERRED.remove(exchange);
    if (operation != null) {
      end(exchange, operation, null);
    }
  }

  private static void end(
      HttpExchange exchange, HttpServerOperation operation, @Nullable Throwable thrown) {
    int code = exchange.getResponseCode();
    if (code != NOT_ANSWERED) {
      operation.status(code);
    }
    operation.end(thrown);
  }
}
