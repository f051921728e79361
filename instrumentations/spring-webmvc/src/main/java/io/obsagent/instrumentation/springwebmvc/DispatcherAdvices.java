// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebmvc;

import io.obsagent.instrumentation.shared.servlet.ServletDispatch;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.WebApplicationContext;
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

    /** Set by the container where it dispatches the request once more, within itself. */
    private static final String[] DISPATCHED_AGAIN =
        ServletDispatch.marks(FrameworkServlet.class.getSuperclass().getSuperclass());

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
      if (pattern == null || isDispatchedAgain(request)) {
        return;
      }
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation != null) {
        operation.route(RouteSource.CONTROLLER, route(servlet, pattern.toString()));
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

    private static String route(FrameworkServlet servlet, String pattern) {
      WebApplicationContext context = servlet.getWebApplicationContext();
      String contextPath = context == null ? "" : context.getApplicationName();
      return contextPath.isEmpty() ? pattern : contextPath.concat(pattern);
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
}
