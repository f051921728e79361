// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micronaut;

import io.micronaut.web.router.UriRouteMatch;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Advice for what becomes of a request. */
final class RequestAdvices {
  private RequestAdvices() {}

  /** For {@code setRouteAttributes}, when the route of a request is found. */
  static final class Route {
    private Route() {}

    @OnEnter
    static void enter(@Argument(1) UriRouteMatch<?, ?> match) {
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation != null) {
        // Without the variables of its query.
        String path = match.getRouteInfo().getUriMatchTemplate().toPathString();
        operation.route(RouteSource.CONTROLLER, path);
      }
    }
  }

  /** For {@code onErrorNoFilter} of Micronaut 4.0, which makes an answer of an exception. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Throwable failure) {
      HttpServerOperation operation = failure == null ? null : HttpServerOperation.current();
      if (operation != null) {
        boolean wrapper =
            failure instanceof CompletionException || failure instanceof ExecutionException;
        Throwable cause = wrapper ? failure.getCause() : null;
        operation.handled(cause == null ? failure : cause);
      }
    }
  }

  /** The same for newer versions. */
  static final class FailureOfRequest {
    private FailureOfRequest() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable Throwable failure) {
      Failure.enter(failure);
    }
  }
}
