// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Advice for Vert.x Web, where a request goes from route to route until one answers it. */
final class RouteAdvices {
  private RouteAdvices() {}

  /**
   * For {@code RouteState.handleContext}, by which each route that matches gets the request. The
   * last one counts. One for every path is that of a filter, or of a framework above, which knows
   * better.
   */
  static final class Handle {
    private Handle() {}

    @OnEnter
    static void enter(@Argument(0) RoutingContext context) {
      HttpServerOperation operation = HttpServerOperation.current();
      String path = operation == null ? null : RoutePaths.of(context);
      if (path != null) {
        boolean every = path.equals("/*") || path.equals("/");
        operation.route(every ? RouteSource.CONTAINER : RouteSource.NESTED, path);
      }
    }
  }

  /** For the constructor of the context in which a mounted router has a request. */
  static final class Mount {
    private Mount() {}

    @OnEnter
    static @Nullable String enter(@Argument(2) RoutingContext outer) {
      return RoutePaths.of(outer);
    }

    @OnExit
    static void exit(@This RoutingContext context, @Token @Nullable String path) {
      if (path != null) {
        RoutePaths.mounted(context, path);
      }
    }
  }

  /** For {@code fail}, which makes an answer of what a handler has thrown. */
  static final class Fail {
    private Fail() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable Throwable failure) {
      HttpServerOperation operation = failure == null ? null : HttpServerOperation.current();
      if (operation != null) {
        operation.handled(failure);
      }
    }
  }
}
