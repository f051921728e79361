// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;

/** Advice for what Catalina knows of a request: its servlet and what the servlet threw. */
final class ServletAdvice {
  private ServletAdvice() {}

  /** Names the servlet's mapping as the route, until a framework knows better. */
  static final class RouteAdvice {
    private static final WeakMap<Wrapper, ServletRoutes> ROUTES = new WeakMap<>();

    private RouteAdvice() {}

    @OnEnter
    static void enter(@Argument(0) Request request) {
      Exchange exchange = Exchange.of(request.getCoyoteRequest());
      Wrapper wrapper = request.getWrapper();
      if (exchange == null || wrapper == null || !exchange.claimRoute()) {
        return;
      }
      ServletRoutes routes = ROUTES.get(wrapper);
      if (routes == null) {
        routes = new ServletRoutes(request.getContext().getPath(), wrapper.findMappings());
        ROUTES.put(wrapper, routes);
      }
      String route = routes.of(request);
      if (route != null) {
        exchange.operation.route(route);
      }
    }
  }

  /** Notes what left the application; Tomcat turns it into a page and a status. */
  static final class ErrorAdvice {
    private static final int MAX_WRAPPERS = 5;
    private static final String ASYNC_CONTEXT = "org.apache.catalina.core.AsyncContextImpl";

    private ErrorAdvice() {}

    @OnEnter
    static void enter(@Argument(0) Request request, @Argument(2) @Nullable Throwable thrown) {
      Exchange exchange = Exchange.of(request.getCoyoteRequest());
      boolean failed = thrown != null && !(thrown instanceof ClientAbortException);
      if (exchange != null && failed) {
        exchange.failed(cause(thrown));
      }
    }

    /**
     * {@code ServletException}, by either name, only wraps what a framework's handler threw, and
     * Tomcat wraps what an asynchronous dispatch threw.
     */
    private static Throwable cause(Throwable thrown) {
      Throwable found = thrown;
      for (int i = 0; i < MAX_WRAPPERS && isWrapper(found); i++) {
        Throwable cause = found.getCause();
        if (cause == null) {
          return found;
        }
        found = cause;
      }
      return found;
    }

    private static boolean isWrapper(Throwable thrown) {
      return thrown.getClass().getName().endsWith("ServletException") || isOfAsyncDispatch(thrown);
    }

    private static boolean isOfAsyncDispatch(Throwable thrown) {
      if (thrown.getClass() != RuntimeException.class) {
        return false;
      }
      StackTraceElement[] trace = thrown.getStackTrace();
      return trace.length > 0 && trace[0].getClassName().startsWith(ASYNC_CONTEXT);
    }
  }

  /** {@code AsyncContext.start} runs its task in the context of its caller. */
  static final class AsyncStartAdvice {
    private AsyncStartAdvice() {}

    @ReplaceArgument(0)
    static @Nullable Runnable task(@Argument(0) @Nullable Runnable task) {
      return task == null ? null : Context.current().wrap(task);
    }
  }
}
