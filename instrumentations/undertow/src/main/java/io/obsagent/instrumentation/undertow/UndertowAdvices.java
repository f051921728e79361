// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/** Advice for Undertow's core, through which every request passes. */
final class UndertowAdvices {
  private UndertowAdvices() {}

  /**
   * For {@code Connectors.executeRootHandler}: called for a request as it comes, and again for each
   * dispatch, maybe while the thread that dispatched is still leaving, or within itself. So the
   * scope is the call's own.
   */
  static final class RootHandler {
    private RootHandler() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(1) HttpServerExchange exchange) {
      ServedExchange served = ServedExchange.of(exchange);
      if (served == null) {
        served = ServedExchange.start(exchange);
      }
      return served == null ? null : served.exchange.operation().context().makeCurrent();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }

  /** For {@code startResponse}, after which status and headers stay as they are. */
  static final class Commit {
    private Commit() {}

    @OnEnter
    static void enter(@This HttpServerExchange exchange) {
      ServedExchange served = ServedExchange.of(exchange);
      if (served != null && !exchange.isResponseStarted()) {
        served.exchange.beforeCommit();
      }
    }
  }

  /** For {@code ResourceHandler.handleRequest}. */
  static final class Files {
    private Files() {}

    @OnEnter
    static void enter(@Argument(0) HttpServerExchange exchange) {
      ServedExchange served = ServedExchange.of(exchange);
      if (served != null) {
        served.isForFiles = true;
      }
    }
  }

  /** A dispatched task runs in the context of its caller. */
  static final class Dispatch {
    private static final Guard GUARD = Guard.of(Dispatch.class);

    private Dispatch() {}

    @ReplaceArgument(1)
    static @Nullable Runnable task(@Argument(1) @Nullable Runnable task) {
      Context current = Context.current();
      return task == null || current == Context.root() ? task : GUARD.wrap(task, current);
    }
  }
}
