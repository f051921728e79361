// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.instrumentation.shared.servlet.ServletErrors;
import io.obsagent.instrumentation.shared.servlet.ServletRoutes;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.ServerExchange;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.catalina.connector.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** Advice for what Catalina knows of a request: its servlet and what the servlet threw. */
final class CatalinaAdvices {
  private CatalinaAdvices() {}

  /** For the valve of a servlet: names its mapping as the route. */
  static final class Route {
    private static final WeakMap<Wrapper, ServletRoutes> ROUTES = new WeakMap<>();

    private Route() {}

    @OnEnter
    static void enter(@Argument(0) Request request) {
      ServerExchange<Response> exchange = CoyoteAdvices.exchange(request.getCoyoteRequest());
      if (exchange != null) {
        name(exchange, request);
      }
    }

    /** Names the mapping as the route, unless the request has a better one or no servlet. */
    static void name(ServerExchange<Response> exchange, Request request) {
      Wrapper wrapper = request.getWrapper();
      if (wrapper == null) {
        return;
      }
      ServletRoutes routes = ROUTES.get(wrapper);
      if (routes == null) {
        routes = new ServletRoutes(request.getContext().getPath(), wrapper.findMappings());
        ROUTES.put(wrapper, routes);
      }
      String route = routes.of(request.getServletPath(), request.getPathInfo());
      if (route != null) {
        exchange.operation().route(RouteSource.CONTAINER, route);
      }
    }
  }

  /** For {@code StandardHostValve.throwable}, which makes a page and a status of an exception. */
  static final class Failure {
    private static final String ASYNC_CONTEXT = "org.apache.catalina.core.AsyncContextImpl";

    private Failure() {}

    @OnEnter
    static void enter(@Argument(0) Request request, @Argument(2) @Nullable Throwable thrown) {
      ServerExchange<Response> exchange = CoyoteAdvices.exchange(request.getCoyoteRequest());
      if (exchange == null || thrown == null) {
        return;
      }
      if (ServletErrors.isCausedBy(thrown, ClientAbortException.class)) {
        exchange.clientGone();
      } else {
        exchange.failed(ServletErrors.cause(thrown, ASYNC_CONTEXT));
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
