// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.http.cio.Request;
import io.ktor.server.cio.CIOApplicationCall;
import io.ktor.server.cio.CIOApplicationResponse;
import io.ktor.server.cio.backend.ServerRequestScope;
import io.ktor.util.AttributeKey;
import io.obsagent.spi.telemetry.ServerExchange;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A request that CIO serves, as an attribute of its call. */
final class CioExchange {
  private static final AttributeKey<CioExchange> KEY = new AttributeKey<>("obs-agent.exchange");

  /** From the arrival of a request to when its call is made. */
  private static final WeakMap<Request, CioExchange> BEGUN = new WeakMap<>();

  private final ServerExchange<CioResponse> exchange;

  private CioExchange(ServerExchange<CioResponse> exchange) {
    this.exchange = exchange;
  }

  /** Answers null for a request not to be watched. */
  static @Nullable CioExchange start(ServerRequestScope scope, Request request) {
    ServerExchange<CioResponse> exchange =
        ServerExchange.start(
            CioAdapter.INSTANCE, new CioRequest(request, scope), new CioResponse());
    if (exchange == null) {
      return null;
    }
    CioExchange begun = new CioExchange(exchange);
    BEGUN.put(request, begun);
    return begun;
  }

  static @Nullable CioExchange take(Request request) {
    return BEGUN.remove(request);
  }

  static @Nullable CioExchange of(CIOApplicationResponse response) {
    return response.getCall().getAttributes().getOrNull(KEY);
  }

  void answeredBy(CIOApplicationCall call) {
    exchange.response().response = call.getResponse();
    call.getAttributes().put(KEY, this);
  }

  Context context() {
    return exchange.operation().context();
  }

  void beforeCommit() {
    exchange.beforeCommit();
  }

  /** CIO cancels the work for a connection that is gone. */
  void end(@Nullable Throwable thrown) {
    System.err.println("END " + thrown);
    if (thrown instanceof CancellationException) {
      exchange.clientGone();
    }
    exchange.end(thrown);
  }
}
