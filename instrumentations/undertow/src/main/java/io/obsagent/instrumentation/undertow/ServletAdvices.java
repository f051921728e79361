// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.instrumentation.shared.servlet.ServletRoutes;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.core.ManagedServlet;
import io.undertow.servlet.handlers.ServletPathMatch;
import io.undertow.servlet.handlers.ServletRequestContext;
import org.jspecify.annotations.Nullable;

/** Advice for what Undertow's servlet container knows of a request. */
final class ServletAdvices {
  private ServletAdvices() {}

  /** For {@code handleFirstRequest}: names the mapping of the first servlet as the route. */
  static final class Route {
    private static final WeakMap<ManagedServlet, ServletRoutes> ROUTES = new WeakMap<>();

    private Route() {}

    @OnEnter
    static void enter(
        @Argument(0) HttpServerExchange exchange, @Argument(1) ServletRequestContext context) {
      ServedExchange served = ServedExchange.of(exchange);
      ServletPathMatch match = context.getOriginalServletPathMatch();
      if (served == null || match == null) {
        return;
      }
      ManagedServlet servlet = match.getServletChain().getManagedServlet();
      ServletRoutes routes = ROUTES.get(servlet);
      if (routes == null) {
        String path = context.getDeployment().getDeploymentInfo().getContextPath();
        routes =
            new ServletRoutes(
                path.equals("/") ? "" : path,
                servlet.getServletInfo().getMappings().toArray(new String[0]));
        ROUTES.put(servlet, routes);
      }
      served.servlet(routes.of(match.getMatched(), match.getRemaining()));
    }
  }

  /** For {@code LoggingExceptionHandler.handleThrowable}, before a page is made of an exception. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(
        @Argument(0) HttpServerExchange exchange, @Argument(3) @Nullable Throwable thrown) {
      ServedExchange served = ServedExchange.of(exchange);
      if (served != null && thrown != null) {
        served.failed(exchange, thrown);
      }
    }
  }

  /** {@code AsyncContext.start} runs its task in the context of its caller. */
  static final class AsyncStart {
    private static final Guard GUARD = Guard.of(AsyncStart.class);

    private AsyncStart() {}

    @ReplaceArgument(0)
    static @Nullable Runnable task(@Argument(0) @Nullable Runnable task) {
      return task == null ? null : GUARD.wrap(task, Context.current());
    }
  }
}
