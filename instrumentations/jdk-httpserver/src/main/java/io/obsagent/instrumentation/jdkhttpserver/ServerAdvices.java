// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Advice for what the server does on the one thread that reads a request and calls its handler:
 *
 * <pre>
 * headers ─► reject                      nothing to call: the server answers itself
 *    └─────► doFilter                    filters and handler; if they throw, the connection is closed
 * </pre>
 */
final class ServerAdvices {
  private static final ThreadLocal<Work> WORK = ThreadLocal.withInitial(Work::new);

  private ServerAdvices() {}

  /** What a thread of the server is at. */
  static final class Work {
    private int filters;
    private @Nullable Headers headers;
    private @Nullable HttpExchange request;
    private @Nullable OutputStream body;
    private @Nullable ServedExchange served;

    /** A filter, or the handler after the last. */
    void enter(HttpExchange exchange) {
      if (filters++ > 0) {
        return; // each filter calls for those after it
      }
      headers = null;
      OutputStream first = exchange.getResponseBody();
      ServedExchange started = ServedExchange.start(exchange);
      if (started != null) {
        request = exchange;
        body = first;
        served = started;
        started.exchange.enter();
      }
    }

    void leave(@Nullable Throwable thrown) {
      if (--filters > 0 || served == null || request == null || body == null) {
        return;
      }
      served.leave(request, body, thrown);
      served = null;
      request = null;
      body = null;
    }
  }

  /** For {@code Request.headers}. */
  static final class ReadHeaders {
    private ReadHeaders() {}

    @OnExit
    static void exit(@Return @Nullable Headers headers) {
      Work work = WORK.get();
      if (work.filters == 0) {
        work.headers = headers;
      }
    }
  }

  /** For {@code ServerImpl.Exchange.reject}. */
  static final class Reject {
    private Reject() {}

    @OnEnter
    static void enter(@Argument(0) int status, @Argument(1) @Nullable String line) {
      Work work = WORK.get();
      RefusedRequest.record(line == null ? "" : line, work.headers, status);
      work.headers = null;
    }
  }

  /** For {@code Filter.Chain.doFilter}. */
  static final class Filters {
    private Filters() {}

    @OnEnter
    static Work enter(@Argument(0) HttpExchange exchange) {
      Work work = WORK.get();
      work.enter(exchange);
      return work;
    }

    @OnExit
    static void exit(@Token @Nullable Work work, @Thrown @Nullable Throwable thrown) {
      if (work != null) {
        work.leave(thrown);
      }
    }
  }
}
