// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import org.jspecify.annotations.Nullable;

/**
 * Advice for what Ktor knows above its engines. The methods suspend: where one is resumed, its
 * arguments are null.
 */
final class RoutingAdvices {
  private RoutingAdvices() {}

  /**
   * Advice for {@code executeResult}, which is given the route that fits. Its type is another one
   * since Ktor 3.
   */
  static final class Route {
    private Route() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable Object route) {
      HttpServerOperation request = route == null ? null : HttpServerOperation.current();
      if (request != null) {
        request.route(RouteSource.CONTROLLER, RoutePatterns.of(route));
      }
    }
  }

  /** Advice for {@code handleFailure}, which makes an answer of what the application threw. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable Throwable thrown) {
      HttpServerOperation request = thrown == null ? null : HttpServerOperation.current();
      if (request != null) {
        request.handled(thrown);
      }
    }
  }
}
