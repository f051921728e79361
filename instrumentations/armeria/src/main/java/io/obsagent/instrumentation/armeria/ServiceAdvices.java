// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;

/** Advice for requests that are served. */
final class ServiceAdvices {
  private static final AttributeKey<HttpServerOperation> OPERATION =
      AttributeKey.valueOf("io.obsagent.armeria.server");

  private ServiceAdvices() {}

  /**
   * For the constructors of a request's context, which follow the choice of its service. A
   * framework that is served within a service may know the route better.
   */
  static final class NewContext {
    private NewContext() {}

    @OnExit
    static void exit(@This ServiceRequestContext context) {
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation == null) {
        return;
      }
      context.setAttr(OPERATION, operation);
      Route route = context.config().route();
      if (!route.isFallback()) {
        operation.route(RouteSource.CONTAINER, route.patternString());
      }
    }
  }

  /** For {@code onServiceException}, on whichever thread a service fails. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(@Argument(0) ServiceRequestContext context, @Argument(1) Throwable cause) {
      HttpServerOperation operation = context.attr(OPERATION);
      if (operation != null) {
        operation.handled(cause);
      }
    }
  }
}
