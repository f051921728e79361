// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.ServerExchange;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Advice for what Jetty's servlet container knows of a request. In OSGi it has a class loader of
 * its own, and so finds the request by the thread.
 */
final class ServletAdvices {
  /** By channel, each of which serves one request after the other. */
  private static final WeakMap<Object, ServerExchange<?>> SERVED = new WeakMap<>();

  private ServletAdvices() {}

  /** For {@code ServletChannel.associate}, on the thread that handles a new request. */
  static final class Associate {
    private Associate() {}

    @OnEnter
    static void enter(@This Object channel, @Argument(0) @Nullable Object request) {
      ServerExchange<?> served = ServerExchange.current();
      if (served == null) {
        return;
      }
      SERVED.put(channel, served);
      String route = request == null ? null : ServletRoute.of(request);
      if (route != null) {
        served.operation().route(RouteSource.CONTAINER, route);
      }
    }
  }

  /** For {@code ServletChannel.handle}, which is called again for each asynchronous step. */
  static final class Handle {
    private Handle() {}

    @OnEnter
    static @Nullable Scope enter(@This Object channel) {
      ServerExchange<?> served = SERVED.get(channel);
      if (served == null || served == ServerExchange.current()) {
        return null;
      }
      HttpServerOperation operation = served.operation();
      return operation.ended() ? null : operation.context().makeCurrent();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }

  /** For {@code ServletChannel.handleException}, before a page is made of an exception. */
  static final class Failure {
    private Failure() {}

    @OnEnter
    static void enter(@This Object channel, @Argument(0) @Nullable Throwable thrown) {
      ServerExchange<?> served = SERVED.get(channel);
      if (served != null && thrown != null) {
        ServedRequest.failed(served, thrown);
      }
    }
  }

  /** {@code AsyncContext.start} runs its task in the context of its caller. */
  static final class AsyncStart {
    private static final Guard GUARD = Guard.of(AsyncStart.class);

    private AsyncStart() {}

    @ReplaceArgument(0)
    static @Nullable Runnable task(@Argument(0) @Nullable Runnable task) {
      return task == null ? null : GUARD.wrap(task, Context.current());
    }
  }
}
