// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import org.jboss.resteasy.spi.ApplicationException;
import org.jboss.resteasy.spi.HttpRequest;
import org.jboss.resteasy.spi.ResourceInvoker;
import org.jspecify.annotations.Nullable;

/** Advice for what RESTEasy does with resources and requests. */
final class RouteAdvices {
  private RouteAdvices() {}

  /** For {@code RootNode.addInvoker}: a method or locator comes with its whole template. */
  static final class Register {
    private Register() {}

    @OnEnter
    static void enter(
        @Argument(0) @Nullable String template, @Argument(1) @Nullable ResourceInvoker invoker) {
      if (template != null && invoker != null) {
        Templates.OF_INVOKER.put(invoker, template);
      }
    }
  }

  /** For {@code ResourceLocatorInvoker.invokeOnTargetObject}: the target goes on with the path. */
  static final class Locate {
    private Locate() {}

    @OnEnter
    static void enter(@This Object invoker, @Argument(0) HttpRequest request) {
      if (HttpServerOperation.current() != null) {
        Templates.LOCATED.put(request, Templates.route(request, invoker));
      }
    }
  }

  /** For {@code ResourceMethodInvoker.invokeOnTarget}, before filters and method run. */
  static final class Route {
    private Route() {}

    @OnEnter
    static void enter(@This Object invoker, @Argument(0) HttpRequest request) {
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation != null && !Templates.isDispatchedAgain(request)) {
        operation.route(RouteSource.CONTROLLER, Templates.route(request, invoker));
      }
    }
  }

  /**
   * For {@code ExceptionHandler.handleException}: what a resource threw, or an asynchronous
   * response was resumed with, before a mapper makes an answer of it.
   */
  static final class Handled {
    private Handled() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable Throwable thrown) {
      HttpServerOperation operation = thrown == null ? null : HttpServerOperation.current();
      if (operation != null) {
        Throwable cause = thrown instanceof ApplicationException ? thrown.getCause() : null;
        operation.handled(cause == null ? thrown : cause);
      }
    }
  }
}
