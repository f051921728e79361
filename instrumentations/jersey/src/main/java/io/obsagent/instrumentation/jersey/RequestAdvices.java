// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jersey;

import io.obsagent.instrumentation.shared.jaxrs.RouteBuilder;
import io.obsagent.instrumentation.shared.servlet.ServletDispatch;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import java.util.List;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.internal.process.MappableException;
import org.glassfish.jersey.server.internal.process.RequestProcessingContext;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;

/** Advice for what Jersey does with every request. */
final class RequestAdvices {
  private RequestAdvices() {}

  /**
   * For {@code RoutingStage.apply}, after which the request has its resource method, and the
   * templates of that, of the resource and of all locators between them.
   */
  static final class Route {
    /** Set by a servlet container where it dispatches the request once more, within itself. */
    private static final String[] DISPATCHED_AGAIN =
        ServletDispatch.marks(ExtendedUriInfo.class.getInterfaces()[0]);

    private Route() {}

    @OnEnter
    static RequestProcessingContext enter(@Argument(0) RequestProcessingContext context) {
      return context;
    }

    @OnExit
    static void exit(@Token @Nullable RequestProcessingContext context) {
      HttpServerOperation operation = context == null ? null : HttpServerOperation.current();
      if (operation == null) {
        return;
      }
      ContainerRequest request = context.request();
      ExtendedUriInfo uri = request.getUriInfo();
      if (uri.getMatchedResourceMethod() != null && !isDispatchedAgain(request)) {
        operation.route(RouteSource.CONTROLLER, route(request, uri.getMatchedTemplates()));
      }
    }

    private static boolean isDispatchedAgain(ContainerRequest request) {
      for (String mark : DISPATCHED_AGAIN) {
        if (request.getProperty(mark) != null) {
          return true;
        }
      }
      return false;
    }

    /**
     * @param templates the last that was matched first
     */
    private static String route(ContainerRequest request, List<UriTemplate> templates) {
      RouteBuilder route = new RouteBuilder(request.getBaseUri().getPath());
      for (int i = templates.size() - 1; i >= 0; i--) {
        route.add(templates.get(i).getTemplate());
      }
      return route.build();
    }
  }

  /**
   * For {@code Responder.process}: what a resource threw, or an asynchronous response was resumed
   * with, before a mapper makes an answer of it.
   */
  static final class Handled {
    private Handled() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Throwable thrown) {
      HttpServerOperation operation = thrown == null ? null : HttpServerOperation.current();
      if (operation != null) {
        Throwable cause = thrown instanceof MappableException ? thrown.getCause() : null;
        operation.handled(cause == null ? thrown : cause);
      }
    }
  }
}
