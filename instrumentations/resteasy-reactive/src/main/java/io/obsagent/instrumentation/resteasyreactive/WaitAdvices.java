// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasyreactive;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** Advice for requests that wait, and go on by whichever thread ends that. */
final class WaitAdvices {
  private static final WeakMap<Object, Context> WAITING = new WeakMap<>();

  private WaitAdvices() {}

  /** For {@code suspend}. */
  static final class Suspend {
    private Suspend() {}

    @OnEnter
    static void enter(@This Object request) {
      Context context = Context.current();
      if (context != Context.root()) {
        WAITING.put(request, context);
      }
    }
  }

  /** For {@code run}, in which a request is worked on as far as it goes. */
  static final class Run {
    private Run() {}

    @OnEnter
    static @Nullable Scope enter(@This Object request) {
      Context context = WAITING.isEmpty() ? null : WAITING.get(request);
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
