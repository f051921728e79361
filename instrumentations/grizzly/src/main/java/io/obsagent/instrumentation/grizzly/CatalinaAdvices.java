// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grizzly;

import io.obsagent.instrumentation.shared.servlet.ServletErrors;
import io.obsagent.instrumentation.shared.servlet.ServletRoutes;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import org.apache.catalina.Request;
import org.apache.catalina.Wrapper;
import org.jspecify.annotations.Nullable;

/** Advice for the Catalina of GlassFish and Payara: its servlet, and what the servlet threw. */
final class CatalinaAdvices {
  private CatalinaAdvices() {}

  /** For the valve of a servlet: names its mapping as the route. */
  static final class Route {
    private static final WeakMap<Wrapper, ServletRoutes> ROUTES = new WeakMap<>();

    private Route() {}

    @OnEnter
    static void enter(@Argument(0) Request request) {
      HttpServerOperation operation = HttpServerOperation.current();
      Wrapper wrapper = request.getWrapper();
      if (operation == null
          || wrapper == null
          || !(request instanceof org.apache.catalina.connector.Request connected)) {
        return;
      }
      ServletRoutes routes = ROUTES.get(wrapper);
      if (routes == null) {
        routes = new ServletRoutes(request.getContext().getPath(), wrapper.findMappings());
        ROUTES.put(wrapper, routes);
      }
      String route = routes.of(connected.getServletPath(), connected.getPathInfo());
      if (route != null) {
        operation.route(RouteSource.CONTROLLER, route);
      }
    }
  }

  /** For {@code throwable}, which makes a page and a status of an exception. */
  static final class Failure {
    private static final String ASYNC_CONTEXT = "org.apache.catalina.connector.AsyncContextImpl";

    private Failure() {}

    @OnEnter
    static void enter(@Argument(2) @Nullable Throwable thrown) {
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation != null && thrown != null) {
        operation.handled(ServletErrors.cause(thrown, ASYNC_CONTEXT));
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
