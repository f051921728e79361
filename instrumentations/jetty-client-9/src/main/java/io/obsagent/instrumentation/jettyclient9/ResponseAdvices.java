// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient9;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import org.eclipse.jetty.client.api.Response;
import org.eclipse.jetty.client.api.Result;
import org.jspecify.annotations.Nullable;

/** Advice for what calls the application's listeners, which then run in its context. */
final class ResponseAdvices {
  private ResponseAdvices() {}

  private static void close(@Nullable Scope scope) {
    if (scope != null) {
      scope.close();
    }
  }

  /** For all that is told of a response, with the listeners before it. */
  static final class Notify {
    private Notify() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(1) Response response) {
      return ClientCall.enter(response.getRequest());
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }

  /** For the content of a response, whose listeners come last in newer versions. */
  static final class NotifyContent {
    private NotifyContent() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(0) Response response) {
      return ClientCall.enter(response.getRequest());
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }

  /** For the end of a request and its response. */
  static final class NotifyComplete {
    private NotifyComplete() {}

    @OnEnter
    static @Nullable Scope enter(@Argument(1) Result result) {
      return ClientCall.enter(result.getRequest());
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }
}
