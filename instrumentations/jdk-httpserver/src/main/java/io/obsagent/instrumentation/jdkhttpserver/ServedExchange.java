// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.ServerExchange;
import io.obsagent.spi.telemetry.WeakMap;
import java.io.IOException;
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
  private static final String SERVER_PACKAGE = "sun.net.httpserver.";

  final ServerExchange<Headers> exchange;

  /** Bytes of the body still to come; many handlers never close a body that is complete. */
  private long missing = Long.MAX_VALUE;

  private ServedExchange(ServerExchange<Headers> exchange) {
    this.exchange = exchange;
  }

  /** Answers null for an exchange not to be watched, or already served. */
  static @Nullable ServedExchange start(HttpExchange request) {
    if (!isOfTheJdk(request) || SERVED.get(request) != null) {
      return null;
    }
    ServerExchange<Headers> exchange =
        ServerExchange.start(ExchangeAdapter.INSTANCE, request, request.getResponseHeaders());
    if (exchange == null) {
      return null;
    }
    ServedExchange served = new ServedExchange(exchange);
    SERVED.put(request, served);
    SERVED.put(request.getResponseBody(), served);
    try {
      exchange.operation().route(RouteSource.CONTAINER, request.getHttpContext().getPath());
    } catch (RuntimeException | Error e) {
      SERVED.remove(request);
      SERVED.remove(request.getResponseBody());
      exchange.abandon(); // nobody would end it
      throw e;
    }
    return served;
  }

  /** Other servers, and filters that wrap an exchange, use the same chain. */
  private static boolean isOfTheJdk(HttpExchange exchange) {
    return exchange.getClass().getModule() == HttpExchange.class.getModule();
  }

  /**
   * @param owner the exchange or the stream of its body
   */
  static @Nullable ServedExchange of(Object owner) {
    return SERVED.get(owner);
  }

  /**
   * The headers are about to go out.
   *
   * @param length of the body; 0 for one of unknown length, negative for none
   */
  void answering(int status, long length) {
    exchange.beforeCommit(status); // now, for the exchange may end before the headers are out
    missing = length == 0 ? Long.MAX_VALUE : Math.max(length, 0);
  }

  /** A part of the body is about to go out. */
  void writing(long bytes) {
    missing -= bytes;
  }

  /** Headers or a part of the body are out, or an exception was. */
  void wrote(@Nullable Throwable thrown) {
    if (thrown == null ? missing <= 0 : isOfTheConnection(thrown)) {
      close(thrown);
    }
  }

  /** The body was closed, or could not be. */
  void closed(@Nullable Throwable thrown) {
    if (thrown == null || isOfTheConnection(thrown)) {
      close(thrown);
    }
  }

  private void close(@Nullable Throwable thrown) {
    if (thrown != null) {
      exchange.clientGone();
    }
    exchange.end(null);
  }

  /** The server's own classes complain of handlers: of too many bytes, or of a closed stream. */
  private static boolean isOfTheConnection(Throwable thrown) {
    if (!(thrown instanceof IOException)) {
      return false;
    }
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length > 0 && !trace[0].getClassName().startsWith(SERVER_PACKAGE);
  }

  /**
   * The handler has returned or thrown.
   *
   * @param body as it was before any filter replaced it
   */
  void leave(HttpExchange request, OutputStream body, @Nullable Throwable thrown) {
    if (exchange.leave(thrown, true)) {
      SERVED.remove(request);
      SERVED.remove(body);
    } else {
      // Every way to an answer holds the body; without one, nobody else ends this.
      exchange.abandonWith(body);
    }
  }
}
