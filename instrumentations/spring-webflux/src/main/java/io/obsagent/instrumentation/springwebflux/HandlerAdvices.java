// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebflux;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/** Advice for whatever handles a request, and for what handles its failure. */
final class HandlerAdvices {
  private HandlerAdvices() {}

  private static void failed(@Nullable Throwable failure) {
    HttpServerOperation operation = failure == null ? null : HttpServerOperation.current();
    if (operation != null) {
      operation.handled(failure);
    }
  }

  /** Advice for {@code handle} of all adapters: a mapping has left the pattern that it found. */
  static final class Route {
    /**
     * The pattern of a route of Spring Cloud Gateway; its mapping knows one for all routes only.
     */
    private static final String GATEWAYS =
        "org.springframework.cloud.gateway.support.ServerWebExchangeUtils.gatewayPredicateMatchedPathAttr";

    private Route() {}

    @OnEnter
    static void enter(@Argument(0) ServerWebExchange exchange) {
      Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
      if (pattern == null) {
        pattern = exchange.getAttribute(GATEWAYS);
      }
      HttpServerOperation operation = pattern == null ? null : HttpServerOperation.current();
      if (operation != null) {
        String contextPath = exchange.getRequest().getPath().contextPath().value();
        operation.route(RouteSource.CONTROLLER, contextPath.concat(pattern.toString()));
      }
    }
  }

  /** Advice for what handles a failure of a controller, and for what handles all others. */
  static final class Failed {
    private Failed() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable Throwable failure) {
      failed(failure);
    }
  }

  /** The same for a controller's in Spring 5.3. */
  static final class FailedBeforeSpring6 {
    private FailedBeforeSpring6() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Throwable failure) {
      failed(failure);
    }
  }
}
