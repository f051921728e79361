// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Token;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Advice for where a thread that waits for a ForkJoin task may run any others meanwhile: those that
 * have no context must not get this thread's.
 */
final class HelpAdvice {
  private HelpAdvice() {}

  @OnEnter
  static @Nullable Scope enter() {
    return Context.current() == Context.root() ? null : Context.root().makeCurrent();
  }

  @OnExit
  static void exit(@Token @Nullable Scope scope) {
    if (scope != null) {
      scope.close();
    }
  }
}
