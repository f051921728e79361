// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.instrumentation.shared.servlet.ServletDispatch;
import io.obsagent.instrumentation.shared.servlet.ServletRoutes;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.servlet.ServletMapping;
import org.jspecify.annotations.Nullable;

/** Advice for what Jetty's servlet container knows of a request. */
final class ServletAdvices {
  private ServletAdvices() {}

  /**
   * For {@code SecurityHandler.handle}, which may refuse a request, and {@code
   * ServletHandler.doHandle}, which runs filters first: where the servlet has been found, names its
   * mapping as the route. In OSGi they have class loaders of their own, and so find the request by
   * the thread.
   */
  static final class Route {
    private static final WeakMap<ServletHolder, ServletRoutes> ROUTES = new WeakMap<>();
    private static final String[] MARKS = ServletDispatch.marks(Request.class.getInterfaces()[0]);

    private Route() {}

    @OnEnter
    static void enter(@Argument(1) Request request) {
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation == null
          || !(request.getUserIdentityScope() instanceof ServletHolder holder)
          || isDispatchedAgain(request)) {
        return;
      }
      ServletRoutes routes = ROUTES.get(holder);
      if (routes == null) {
        routes = new ServletRoutes(contextPath(request), mappings(holder));
        ROUTES.put(holder, routes);
      }
      String route = routes.of(request.getServletPath(), request.getPathInfo());
      if (route != null) {
        operation.route(RouteSource.CONTAINER, route);
      }
    }

    private static boolean isDispatchedAgain(Request request) {
      for (String mark : MARKS) {
        if (request.getAttribute(mark) != null) {
          return true;
        }
      }
      return false;
    }

    private static String contextPath(Request request) {
      String path = request.getContextPath();
      return path == null ? "" : path;
    }

    /** None of the servlet that Jetty adds to say that there is no other. */
    private static String[] mappings(ServletHolder holder) {
      List<String> found = new ArrayList<>();
      ServletMapping[] mappings = holder.getServletHandler().getServletMappings();
      String className = holder.getClassName();
      if (mappings != null && (className == null || !className.endsWith("Default404Servlet"))) {
        for (ServletMapping mapping : mappings) {
          if (mapping.getServletName().equals(holder.getName())) {
            found.addAll(Arrays.asList(mapping.getPathSpecs()));
          }
        }
      }
      return found.toArray(new String[0]);
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
