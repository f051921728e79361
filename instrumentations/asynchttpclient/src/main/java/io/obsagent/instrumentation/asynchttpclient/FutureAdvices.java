// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.asynchttpclient;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CancellationException;
import org.asynchttpclient.Request;
import org.jspecify.annotations.Nullable;

/** Advice for the future of a call, which is made, and comes to an end, once. */
final class FutureAdvices {
  private FutureAdvices() {}

  private static @Nullable Scope end(Object future, @Nullable Throwable failure) {
    ClientCall call = ClientCall.of(future);
    if (call == null) {
      return null;
    }
    call.end(failure);
    return call.enter();
  }

  private static void close(@Nullable Scope scope) {
    if (scope != null) {
      scope.close();
    }
  }

  /** For the constructor: redirections and retries keep the future. */
  static final class New {
    private New() {}

    @OnEnter
    static Request enter(@Argument(0) Request request) {
      return request;
    }

    @OnExit
    static void exit(@This Object future, @Token @Nullable Request request) {
      if (request != null) {
        ClientCall.start(future, request);
      }
    }
  }

  /** For {@code done}, which calls the application's handler. */
  static final class Done {
    private Done() {}

    @OnEnter
    static @Nullable Scope enter(@This Object future) {
      return end(future, null);
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }

  /** For {@code abort}, which calls the application's handler. */
  static final class Abort {
    private Abort() {}

    @OnEnter
    static @Nullable Scope enter(@This Object future, @Argument(0) @Nullable Throwable failure) {
      return end(future, failure);
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }

  /** For {@code cancel}, by the application. */
  static final class Cancel {
    private Cancel() {}

    @OnEnter
    static @Nullable Scope enter(@This Object future) {
      return end(future, new CancellationException("cancelled"));
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      close(scope);
    }
  }
}
