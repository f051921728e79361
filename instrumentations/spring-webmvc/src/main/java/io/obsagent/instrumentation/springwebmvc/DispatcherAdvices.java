// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebmvc;

import io.obsagent.instrumentation.shared.servlet.ServletDispatch;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.ApplicationObjectSupport;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.FrameworkServlet;

/** Advice for {@code DispatcherServlet}. */
final class DispatcherAdvices {
  private DispatcherAdvices() {}

  /**
   * Advice for {@code DispatcherServlet.getHandler}, which leaves the pattern it found in the
   * request. The request is read through Spring's own {@link RequestAttributes}, which are the same
   * above {@code javax.servlet} and {@code jakarta.servlet}.
   */
  static final class Route {
    private static final String PATTERN =
        "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

    /** All that the first versions of functions have. */
    private static final String FUNCTION_PATTERN =
        "org.springframework.web.servlet.function.RouterFunctions.matchingPattern";

    private Route() {}

    @OnEnter
    static FrameworkServlet enter(@This FrameworkServlet servlet) {
      return servlet;
    }

    @OnExit
    static void exit(@Token @Nullable FrameworkServlet servlet) {
      RequestAttributes request = RequestContextHolder.getRequestAttributes();
      if (servlet == null || request == null) {
        return;
      }
      Object pattern = request.getAttribute(PATTERN, RequestAttributes.SCOPE_REQUEST);
      if (pattern == null) {
        pattern = request.getAttribute(FUNCTION_PATTERN, RequestAttributes.SCOPE_REQUEST);
      }
      if (pattern != null) {
        Routes.add(request, servlet.getWebApplicationContext(), pattern.toString());
      }
    }
  }

  /**
   * Advice for {@code AbstractUrlHandlerMapping.exposePathWithinMapping}: of a mapping by paths
   * alone, as that of resources is, the pattern comes with the first interceptor.
   */
  static final class PathRoute {
    private PathRoute() {}

    @OnEnter
    static void enter(
        @This ApplicationObjectSupport mapping, @Argument(0) @Nullable String pattern) {
      RequestAttributes request = RequestContextHolder.getRequestAttributes();
      if (request != null && pattern != null) {
        Routes.add(request, mapping.getApplicationContext(), pattern);
      }
    }
  }

  /** What both have in common. */
  private static final class Routes {
    /** Set by the container where it dispatches the request once more, within itself. */
    private static final String[] DISPATCHED_AGAIN =
        ServletDispatch.marks(FrameworkServlet.class.getSuperclass().getSuperclass());

    static void add(
        RequestAttributes request, @Nullable ApplicationContext context, String pattern) {
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation != null && !isDispatchedAgain(request)) {
        String contextPath = context == null ? "" : context.getApplicationName();
        operation.route(
            RouteSource.CONTROLLER, contextPath.isEmpty() ? pattern : contextPath.concat(pattern));
      }
    }

    /** What such a dispatch finds must not give its name to the request. */
    private static boolean isDispatchedAgain(RequestAttributes request) {
      for (String mark : DISPATCHED_AGAIN) {
        if (request.getAttribute(mark, RequestAttributes.SCOPE_REQUEST) != null) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Advice for {@code DispatcherServlet.processHandlerException}: what a controller threw, before
   * an {@code @ExceptionHandler} makes a response of it that the container cannot tell from others.
   */
  static final class Handled {
    private Handled() {}

    @OnEnter
    static void enter(@Argument(3) @Nullable Exception thrown) {
      HttpServerOperation operation = thrown == null ? null : HttpServerOperation.current();
      if (operation != null) {
        operation.handled(thrown);
      }
    }
  }

  /**
   * Advice for {@code HandlerFilterFunction.ofErrorHandler}, of which a function's errors are
   * handled: called once, when the application describes its functions.
   */
  static final class FunctionErrors {
    private static final Guard GUARD = Guard.of(FunctionErrors.class);

    private FunctionErrors() {}

    @ReplaceArgument(1)
    static <R, A> @Nullable BiFunction<Throwable, R, A> handler(
        @Argument(1) @Nullable BiFunction<Throwable, R, A> handler) {
      return handler == null ? null : new Noting<>(handler);
    }

    private record Noting<R, A>(BiFunction<Throwable, R, A> handler)
        implements BiFunction<Throwable, R, A> {
      @Override
      public A apply(Throwable thrown, R request) {
        try {
          HttpServerOperation operation = HttpServerOperation.current();
          if (operation != null) {
            operation.handled(thrown);
          }
        } catch (Throwable e) {
          GUARD.caught(e);
        }
        return handler.apply(thrown, request);
      }
    }
  }
}
