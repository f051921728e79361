// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasy;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for answers that come from other threads. */
final class AsyncAdvices {
  private static final WeakMap<Object, Context> SUSPENDED = new WeakMap<>();

  private AsyncAdvices() {}

  private static void keep(Object response) {
    Context context = Context.current();
    if (context != Context.root()) {
      SUSPENDED.put(response, context);
    }
  }

  /** For {@code initializeAsync}: the method is given a response to resume. */
  static final class Suspend {
    private Suspend() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Object response) {
      if (response != null) {
        keep(response);
      }
    }
  }

  /** For the constructor of what waits for a stage or a stream that the method returns. */
  static final class Subscribe {
    private Subscribe() {}

    @OnExit
    static void exit(@This Object consumer) {
      keep(consumer);
    }
  }

  /** For {@code internalResume}: mappers, filters and writers run in it. */
  static final class Resume {
    private Resume() {}

    @OnEnter
    static @Nullable Scope enter(@This Object response) {
      Context context = SUSPENDED.isEmpty() ? null : SUSPENDED.get(response);
      return context == null ? null : context.makeCurrent();
    }

    @OnExit
    static void exit(@Token @Nullable Scope scope) {
      if (scope != null) {
        scope.close();
      }
    }
  }
}
