// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasyreactive;

import io.obsagent.instrumentation.shared.jaxrs.RouteBuilder;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.WeakMap;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jspecify.annotations.Nullable;

/** Advice for what Quarkus REST does with a request. */
final class RouteAdvices {
  /** The route up to the sub-resource of a request that went through a locator; of no other. */
  private static final WeakMap<ResteasyReactiveRequestContext, String> LOCATED = new WeakMap<>();

  private RouteAdvices() {}

  private static @Nullable String text(@Nullable URITemplate template) {
    return template == null ? null : template.template;
  }

  private static String route(ResteasyReactiveRequestContext request, RuntimeResource target) {
    String located = LOCATED.isEmpty() ? null : LOCATED.get(request);
    RouteBuilder route =
        located == null
            ? new RouteBuilder(request.getDeployment().getPrefix()).add(text(target.getClassPath()))
            : new RouteBuilder(located);
    return route.add(text(target.getPath())).build();
  }

  /**
   * For {@code restart}, by which a request comes to a method that was chosen for it: of a
   * resource, or of what a locator has answered. Each knows more than the one before, and than the
   * route of Vert.x Web that led here.
   */
  static final class Match {
    private Match() {}

    @OnEnter
    static void enter(
        @This ResteasyReactiveRequestContext request,
        @Argument(0) RuntimeResource target,
        @Argument(1) boolean isLocated) {
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation == null) {
        return;
      }
      RuntimeResource locator = isLocated ? request.getTarget() : null;
      if (locator != null) {
        LOCATED.put(request, route(request, locator));
      }
      operation.route(RouteSource.NESTED, route(request, target));
    }
  }

  /** For {@code mapException}: what a resource threw, or a response was resumed with. */
  static final class Handled {
    private Handled() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Throwable thrown) {
      HttpServerOperation operation = thrown == null ? null : HttpServerOperation.current();
      if (operation != null) {
        operation.handled(thrown);
      }
    }
  }
}
