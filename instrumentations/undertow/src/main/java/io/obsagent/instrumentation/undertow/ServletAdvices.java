// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import io.obsagent.instrumentation.shared.servlet.ServletRoutes;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.ServerExchange;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.core.ManagedServlet;
import io.undertow.servlet.handlers.ServletPathMatch;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.StatusCodes;
import org.jspecify.annotations.Nullable;

/**
 * Advice for what Undertow's servlet container knows of a request. In WildFly it has a class loader
 * of its own, and so finds the request by the thread.
 */
final class ServletAdvices {
  private ServletAdvices() {}

  /** For {@code handleFirstRequest}: names the mapping of the first servlet as the route. */
  static final class Route {
    private static final WeakMap<ManagedServlet, ServletRoutes> ROUTES = new WeakMap<>();

    private Route() {}

    @OnEnter
    static void enter(
        @Argument(0) HttpServerExchange exchange, @Argument(1) ServletRequestContext context) {
      HttpServerOperation operation = HttpServerOperation.current();
      ServletPathMatch match = context.getOriginalServletPathMatch();
      if (operation == null || match == null) {
        return;
      }
      ManagedServlet servlet = match.getServletChain().getManagedServlet();
      ServletRoutes routes = ROUTES.get(servlet);
      if (routes == null) {
        String path = context.getDeployment().getDeploymentInfo().getContextPath();
        routes = new ServletRoutes(path.equals("/") ? "" : path, mappings(servlet));
        ROUTES.put(servlet, routes);
      }
      String route = routes.of(match.getMatched(), match.getRemaining());
      if (route == null) {
        return;
      }
      if (isForFiles(servlet)) {
        exchange.addExchangeCompleteListener(new Looked(operation, route));
      } else {
        operation.route(RouteSource.CONTAINER, route);
      }
    }

    private static String[] mappings(ManagedServlet servlet) {
      return isForFiles(servlet)
          ? new String[] {"/"}
          : servlet.getServletInfo().getMappings().toArray(new String[0]);
    }

    /** The servlet that looks for a file where no other is mapped has no mapping of its own. */
    private static boolean isForFiles(ManagedServlet servlet) {
      return servlet.getServletInfo().getMappings().isEmpty();
    }
  }

  /** Names the route of files where there was one; Undertow calls it before the server's own. */
  private record Looked(HttpServerOperation operation, String route)
      implements ExchangeCompletionListener {
    private static final Guard GUARD = Guard.of(Looked.class);

    @Override
    public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
      try {
        if (exchange.getStatusCode() != StatusCodes.NOT_FOUND) {
          operation.route(RouteSource.CONTAINER, route);
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      next.proceed();
    }
  }

  /** For {@code LoggingExceptionHandler.handleThrowable}, before a page is made of an exception. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(
        @Argument(0) HttpServerExchange exchange, @Argument(3) @Nullable Throwable thrown) {
      ServerExchange<?> served = ServerExchange.current();
      if (served != null && thrown != null) {
        ServedExchange.failed(served, exchange, thrown);
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
