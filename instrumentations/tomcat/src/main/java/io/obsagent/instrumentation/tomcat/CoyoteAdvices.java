// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.ServerExchange;
import java.io.IOException;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.ErrorState;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * Advice for Coyote, through which every request passes: once by {@code CoyoteAdapter.service},
 * and, when asynchronous, by {@code asyncDispatch} for each further step. Tomcat makes sure that
 * only one thread at a time is in either.
 *
 * <p>The exchange is a note of Coyote's request until it is done. Tomcat uses its requests again,
 * and keeps their notes: who ends an exchange takes its note away.
 */
final class CoyoteAdvices {
  /** The last of the 32; Tomcat itself uses the first few. */
  private static final int NOTE = 31;

  /** Where Coyote's request keeps Catalina's, {@code CoyoteAdapter.ADAPTER_NOTES}. */
  private static final int ADAPTER_NOTE = 1;

  private CoyoteAdvices() {}

  @SuppressWarnings("unchecked") // nobody else uses the note
  static @Nullable ServerExchange<Response> exchange(Request request) {
    return (ServerExchange<Response>) request.getNote(NOTE);
  }

  private static void leave(ServerExchange<Response> exchange, @Nullable Throwable thrown) {
    Request request = exchange.response().getRequest();
    if (exchange.leave(thrown, isAsync(request))) {
      request.setNote(NOTE, null);
    }
  }

  /** Catalina's request drops its asynchronous context when it is recycled, thus when done. */
  private static boolean isAsync(Request request) {
    return request.getNote(ADAPTER_NOTE)
            instanceof org.apache.catalina.connector.Request catalinaRequest
        && catalinaRequest.getAsyncContextInternal() != null;
  }

  private static void abandon(Request request) {
    ServerExchange<Response> exchange = exchange(request);
    if (exchange != null) {
      request.setNote(NOTE, null);
      exchange.abandon();
    }
  }

  /** For {@code CoyoteAdapter.service}. */
  static final class Service {
    private Service() {}

    @OnEnter
    static @Nullable ServerExchange<Response> enter(@Argument(0) Request request) {
      abandon(request);
      ServerExchange<Response> exchange =
          ServerExchange.start(TomcatAdapter.INSTANCE, request, request.getResponse());
      if (exchange != null) {
        request.setNote(NOTE, exchange);
        exchange.enter();
      }
      return exchange;
    }

    @OnExit
    static void exit(
        @Token @Nullable ServerExchange<Response> exchange, @Thrown @Nullable Throwable thrown) {
      if (exchange != null) {
        leave(exchange, thrown);
      }
    }
  }

  /** For {@code CoyoteAdapter.asyncDispatch}. */
  static final class AsyncDispatch {
    private AsyncDispatch() {}

    @OnEnter
    static @Nullable ServerExchange<Response> enter(@Argument(0) Request request) {
      ServerExchange<Response> exchange = exchange(request);
      if (exchange != null) {
        exchange.enter();
      }
      return exchange;
    }

    @OnExit
    static void exit(
        @Token @Nullable ServerExchange<Response> exchange, @Thrown @Nullable Throwable thrown) {
      if (exchange != null) {
        leave(exchange, thrown);
      }
    }
  }

  /** For {@code AbstractProcessor.asyncPostProcess}, from which listeners hear of completion. */
  static final class AsyncCompletion {
    private AsyncCompletion() {}

    @OnEnter
    static @Nullable ServerExchange<Response> enter(@This AbstractProcessor processor) {
      ServerExchange<Response> exchange = exchange(processor.getRequest());
      if (exchange != null) {
        exchange.enter();
      }
      return exchange;
    }

    @OnExit
    static void exit(@Token @Nullable ServerExchange<Response> exchange) {
      if (exchange != null) {
        exchange.leave(null, true);
      }
    }
  }

  /** The processor goes back to its pool: nothing will come of an exchange it still holds. */
  static final class Recycle {
    private Recycle() {}

    @OnEnter
    static void enter(@Argument(0) Request request) {
      abandon(request);
    }
  }

  /**
   * For {@code prepareResponse}, which writes the headers. A valve may have answered, as that of a
   * login does: the servlet that the request was for is known all the same.
   */
  static final class Commit {
    private Commit() {}

    @OnEnter
    static void enter(@This AbstractProcessor processor) {
      Request request = processor.getRequest();
      ServerExchange<Response> exchange = exchange(request);
      if (exchange == null) {
        return;
      }
      exchange.beforeCommit();
      if (request.getNote(ADAPTER_NOTE)
          instanceof org.apache.catalina.connector.Request catalinaRequest) {
        CatalinaAdvices.Route.name(exchange, catalinaRequest);
      }
    }
  }

  /**
   * For {@code AbstractProcessor.setErrorState}: Tomcat itself takes an {@code IOException} here
   * for a client that is gone, as no servlet's exceptions come this way.
   */
  static final class ClientGone {
    private ClientGone() {}

    @OnEnter
    static void enter(
        @This AbstractProcessor processor,
        @Argument(0) ErrorState state,
        @Argument(1) @Nullable Throwable cause) {
      if (cause instanceof IOException && !state.isIoAllowed()) {
        ServerExchange<Response> exchange = exchange(processor.getRequest());
        if (exchange != null) {
          exchange.clientGone();
        }
      }
    }
  }
}
