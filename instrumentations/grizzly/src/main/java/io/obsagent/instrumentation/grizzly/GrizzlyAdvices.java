// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grizzly;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.ServerExchange;
import io.opentelemetry.context.Context;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.http.Note;
import org.glassfish.grizzly.http.io.OutputBuffer;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Advice for Grizzly. The exchange is a note of the request until the server's filter is done with
 * it; Grizzly uses its requests again.
 */
final class GrizzlyAdvices {
  private static final Guard GUARD = Guard.of(GrizzlyAdvices.class);
  private static final Note<ServerExchange<Response>> EXCHANGE =
      Request.createNote("io.obsagent.exchange");

  private GrizzlyAdvices() {}

  private static void failed(ServerExchange<?> exchange, Request request, Throwable thrown) {
    if (request.getContext().getConnection().isOpen()) {
      exchange.failed(thrown);
    } else {
      exchange.clientGone();
    }
  }

  /** For {@code doHandle} of the first handler; a chain calls another one's. */
  static final class DoHandle {
    private DoHandle() {}

    @OnEnter
    static @Nullable ServerExchange<Response> enter(
        @Argument(0) Request request, @Argument(1) Response response) {
      if (request.getNote(EXCHANGE) != null) {
        return null;
      }
      ServerExchange<Response> exchange =
          ServerExchange.start(GrizzlyAdapter.INSTANCE, request, response);
      if (exchange != null) {
        request.setNote(EXCHANGE, exchange);
        response.getOutputBuffer().registerLifeCycleListener(new Committing(exchange));
        exchange.enter();
      }
      return exchange;
    }

    @OnExit
    static void exit(
        @Token @Nullable ServerExchange<Response> exchange, @Thrown @Nullable Throwable thrown) {
      if (exchange != null) {
        if (thrown != null) {
          exchange.failed(thrown);
        }
        exchange.leave(null, true);
      }
    }
  }

  private record Committing(ServerExchange<Response> exchange)
      implements OutputBuffer.LifeCycleListener {
    @Override
    public void onCommit() {
      try {
        exchange.beforeCommit();
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }

  /** For {@code getExecutor}, of the threads that handlers run on. */
  static final class GetExecutor {
    private GetExecutor() {}

    @OnExit
    static @Nullable Executor exit(@Return @Nullable Executor executor) {
      Context context = Context.current();
      return executor == null ? null : new InContext(executor, context);
    }
  }

  private record InContext(Executor executor, Context context) implements Executor {
    @Override
    public void execute(Runnable task) {
      executor.execute(GUARD.wrap(task, context));
    }
  }

  /** For {@code afterService}, which sends what is left of the answer. */
  static final class AfterService {
    private AfterService() {}

    @OnEnter
    static @Nullable ServerExchange<Response> enter(@Argument(2) Request request) {
      return request.removeNote(EXCHANGE);
    }

    @OnExit
    static void exit(
        @Token @Nullable ServerExchange<Response> exchange, @Thrown @Nullable Throwable thrown) {
      if (exchange != null) {
        exchange.end(thrown);
      }
    }
  }

  /** For {@code recycle}: nothing will come of an exchange that the request still has. */
  static final class Recycle {
    private Recycle() {}

    @OnEnter
    static void enter(@This Request request) {
      ServerExchange<Response> exchange = request.removeNote(EXCHANGE);
      if (exchange != null) {
        exchange.abandon();
      }
    }
  }

  /** For the page that is made of an exception. */
  static final class ErrorPage {
    private ErrorPage() {}

    @OnEnter
    static void enter(@Argument(0) Request request, @Argument(6) @Nullable Throwable thrown) {
      ServerExchange<Response> exchange = thrown == null ? null : request.getNote(EXCHANGE);
      if (exchange != null) {
        failed(exchange, request, thrown);
      }
    }
  }
}
