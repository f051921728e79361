// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spark;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import org.jspecify.annotations.Nullable;
import spark.routematch.RouteMatch;

/** Advice for what Spark does with every request. */
final class RequestAdvices {
  private RequestAdvices() {}

  /** For {@code Routes.find}, which looks for the one route; filters are found otherwise. */
  static final class Route {
    private Route() {}

    @OnExit
    static void exit(@Return @Nullable RouteMatch match) {
      HttpServerOperation operation = match == null ? null : HttpServerOperation.current();
      if (operation != null) {
        String path = match.getMatchUri();
        operation.route(RouteSource.CONTROLLER, path.startsWith("/") ? path : "/" + path);
      }
    }
  }

  /** For {@code GeneralError.modify}, which makes an answer of what a route or filter threw. */
  static final class Handled {
    private Handled() {}

    @OnEnter
    static void enter(@Argument(6) @Nullable Exception thrown) {
      HttpServerOperation operation = thrown == null ? null : HttpServerOperation.current();
      if (operation != null) {
        operation.handled(thrown);
      }
    }
  }
}
