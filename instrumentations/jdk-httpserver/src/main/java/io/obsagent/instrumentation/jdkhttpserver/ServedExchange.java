// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.WeakMap;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An exchange being served. It ends when its response is out, or cannot be any more: on whichever
 * thread, before the handler returns or long after. So it is found in a map, by the exchange and by
 * the stream of its body; a filter may have put another stream in front of that one. (The
 * attributes of an exchange are shared by all of its context, and are no place for it.)
 */
final class ServedExchange {
  private static final WeakMap<Object, ServedExchange> SERVED = new WeakMap<>();

  final HttpServerOperation operation;

  /** Bytes of the body still to come; many handlers never close a body that is complete. */
  private long missing = Long.MAX_VALUE;

  private ServedExchange(HttpServerOperation operation) {
    this.operation = operation;
  }

  /** Answers null for an exchange not to be watched, or already served. */
  static @Nullable ServedExchange start(HttpExchange exchange) {
    if (!isOfTheJdk(exchange) || SERVED.get(exchange) != null) {
      return null;
    }
    HttpServerOperation operation = HttpServerOperation.start(ExchangeReader.INSTANCE, exchange);
    if (operation == null) {
      return null;
    }
    operation.route(exchange.getHttpContext().getPath());
    exchange.getResponseHeaders().set(operation.correlationHeader(), operation.correlationId());
    ServedExchange served = new ServedExchange(operation);
    SERVED.put(exchange, served);
    SERVED.put(exchange.getResponseBody(), served);
    return served;
  }

  /** Other servers, and filters that wrap an exchange, use the same chain. */
  private static boolean isOfTheJdk(HttpExchange exchange) {
    return exchange.getClass().getModule() == HttpExchange.class.getModule();
  }

  static @Nullable ServedExchange of(HttpExchange exchange) {
    return SERVED.get(exchange);
  }

  static @Nullable ServedExchange of(OutputStream body) {
    return SERVED.get(body);
  }

  /**
   * The headers are out.
   *
   * @param length of the body; 0 for one of unknown length, negative for none
   */
  void answered(long length) {
    if (length < 0) {
      operation.end(null);
    } else if (length > 0) {
      missing = length;
    }
  }

  /** A part of the body is out. */
  void wrote(int bytes) {
    missing -= bytes;
    if (missing <= 0) {
      operation.end(null);
    }
  }

  /** The filters and the handler returned or threw. */
  static void leave(ServedExchange served, HttpExchange exchange, @Nullable Throwable thrown) {
    served.operation.detach();
    if (thrown != null) {
      served.operation.end(thrown);
    }
    if (served.operation.ended()) {
      SERVED.remove(exchange);
      SERVED.remove(exchange.getResponseBody());
    }
  }
}
