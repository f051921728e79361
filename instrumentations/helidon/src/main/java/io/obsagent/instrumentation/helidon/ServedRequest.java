// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidon;

import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.ServerExchange;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A request that is being served, found by Helidon's request and by the headers of its response.
 */
final class ServedRequest {
  private static final WeakMap<Object, ServedRequest> SERVED = new WeakMap<>();

  /** Causes looked at: a chain may be of any length, or a ring. */
  private static final int MAX_CAUSES = 8;

  private final ServerExchange<Object> exchange;
  private final Object request;
  private final Object headers;
  private final Scope scope;
  private @Nullable String pattern;
  private @Nullable Throwable lost;

  private ServedRequest(ServerExchange<Object> exchange, Object request, Object headers) {
    this.exchange = exchange;
    this.request = request;
    this.headers = headers;
    this.scope = exchange.operation().context().makeCurrent();
  }

  /** Answers null for a request not to be watched; else its context is current. */
  static @Nullable ServedRequest start(Object request, Object response) {
    Object headers = HelidonTypes.get(HelidonTypes.RESPONSE_HEADERS, response);
    ServerExchange<Object> exchange =
        ServerExchange.start(HelidonAdapter.INSTANCE, request, response);
    if (exchange == null) {
      return null;
    }
    ServedRequest served = new ServedRequest(exchange, request, headers);
    SERVED.put(request, served);
    SERVED.put(headers, served);
    return served;
  }

  static @Nullable ServedRequest of(Object requestOrHeaders) {
    return SERVED.get(requestOrHeaders);
  }

  /** The last one counts, for a handler may pass the request on to the next. */
  void matched(@Nullable String newPattern) {
    pattern = newPattern;
  }

  void commit(Object status) {
    exchange.beforeCommit((Integer) HelidonTypes.get(HelidonTypes.CODE, status));
  }

  /** An exception has left the application: it becomes an answer, or else the connection closes. */
  void failed(Throwable thrown) {
    exchange.operation().handled(thrown);
    lost = thrown;
  }

  /** The thread leaves the request; what is thrown then closes the connection. */
  void end(@Nullable Throwable thrown) {
    try {
      scope.close();
    } finally {
      SERVED.remove(request);
      SERVED.remove(headers);
      String matched = pattern;
      if (matched != null) {
        exchange.operation().route(RouteSource.CONTAINER, matched);
      }
      Throwable cause = thrown != null && lost != null ? lost : thrown;
      if (isOfConnection(cause)) {
        exchange.clientGone();
      }
      exchange.end(cause);
    }
  }

  private static boolean isOfConnection(@Nullable Throwable thrown) {
    Throwable each = thrown;
    for (int i = 0; each != null && i < MAX_CAUSES; i++) {
      if (each instanceof IOException || each instanceof UncheckedIOException) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }
}
