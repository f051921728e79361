// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.javalin;

import io.javalin.http.Context;
import io.javalin.router.ParsedEndpoint;
import io.obsagent.instrumentation.shared.jaxrs.RouteBuilder;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Advice for what Javalin does with every request. */
final class RequestAdvices {
  private RequestAdvices() {}

  /**
   * For {@code ParsedEndpoint.handle}, called for the endpoint of the request and for each that is
   * to run before and after it.
   */
  static final class Route {
    private Route() {}

    @OnEnter
    static void enter(@This ParsedEndpoint endpoint, @Argument(0) Context context) {
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation != null && context.method().equals(Endpoints.method(endpoint))) {
        RouteBuilder route = new RouteBuilder(context.contextPath()).add(Endpoints.path(endpoint));
        operation.route(RouteSource.CONTROLLER, route.build());
      }
    }
  }

  /** For {@code InternalRouter.handleHttpException}, before a handler makes an answer of it. */
  static final class Handled {
    private Handled() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable Throwable thrown) {
      HttpServerOperation operation = thrown == null ? null : HttpServerOperation.current();
      if (operation != null) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
        operation.handled(cause == null ? thrown : cause);
      }
    }
  }
}
